package io.tallygate.hmac;

/**
 * How SigV4 spells the path in what is signed. A host pins one: {@code /a%2520b}, signed in the one form, has the
 * signature of {@code /a%20b} in the other, so that whoever tries both can be lied to.
 */
enum PathForm {
    /** As it is on the wire: object stores, and curl. */
    RAW {
        @Override
        void append(String path, StringBuilder out) {
            out.append(path);
        }

        @Override
        boolean isWireForm(String path) {
            return true;
        }
    },
    /** Without dot segments and empty segments, and then encoded once more: all other services of AWS. */
    GENERAL {
        @Override
        void append(String path, StringBuilder out) {
            String normal = PathSegments.normalized(path);
            for (int i = 0; i < normal.length(); i++) {
                char c = normal.charAt(i);
                if (c == '/') {
                    out.append(c);
                } else {
                    UriEncoding.encode(c, out);
                }
            }
        }

        @Override
        boolean isWireForm(String path) {
            return PathSegments.isNormal(path);
        }
    };

    /** Writes the path as it is signed. */
    abstract void append(String path, StringBuilder out);

    /** Whether no other path has the same signature as this one. */
    abstract boolean isWireForm(String path);
}
