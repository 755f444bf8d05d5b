package io.tallygate.hmac;

/**
 * How SigV4 spells the path in what is signed. A host pins one: {@code /a%2520b}, signed in the one form, has the
 * signature of {@code /a%20b} in the other, so that whoever tries both can be lied to.
 */
enum PathForm {
    /** As it is on the wire: object stores, and curl. */
    RAW {
        @Override
        void append(Slice path, Octets out) {
            out.add(path);
        }

        @Override
        boolean isWireForm(Slice path) {
            return true;
        }

        @Override
        String wireForm(String path) {
            return path;
        }
    },
    /** Without dot segments and empty segments, and then encoded once more: all other services of AWS. */
    GENERAL {
        @Override
        void append(Slice path, Octets out) {
            UriEncoding.encodePath(path, out);
        }

        @Override
        boolean isWireForm(Slice path) {
            return PathSegments.isNormal(path);
        }

        @Override
        String wireForm(String path) {
            return PathSegments.normalized(path);
        }
    };

    /** Writes a path of the wire form as it is signed. */
    abstract void append(Slice path, Octets out);

    /** Whether no other path has the same signature as this absolute one. */
    abstract boolean isWireForm(Slice path);

    /** The path that has the same signature as this one, and is of the wire form. */
    abstract String wireForm(String path);
}
