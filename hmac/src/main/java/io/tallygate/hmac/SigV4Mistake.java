package io.tallygate.hmac;

/** Mistakes about what is pinned for all requests of SigV4: another form, or another word about the body. */
enum SigV4Mistake implements Mistake {
    PATHS("the path were signed in the other form; see encodedPaths and rawPaths") {
        @Override
        SigV4Signed instead(SigV4Signed signed) {
            PathForm other = signed.paths() == PathForm.RAW ? PathForm.GENERAL : PathForm.RAW;
            return signed.with(other);
        }
    },
    QUERIES("the query were not in its one form and sorted, or were; see rawQueries") {
        @Override
        SigV4Signed instead(SigV4Signed signed) {
            QueryForm other = signed.queries() == QueryForm.RAW ? QueryForm.SORTED : QueryForm.RAW;
            return signed.with(other);
        }
    },
    RAW_BOTH("path and query were both signed as they are on the wire, as curl 7 does; see rawPaths and rawQueries") {
        @Override
        SigV4Signed instead(SigV4Signed signed) {
            return signed.with(PathForm.RAW).with(QueryForm.RAW);
        }
    },
    EMPTY_BODY("the hash were that of no body") {
        @Override
        SigV4Signed instead(SigV4Signed signed) {
            return signed.with(Payload.EMPTY);
        }
    },
    UNSIGNED_BODY("the body were left unsigned, as UNSIGNED-PAYLOAD") {
        @Override
        SigV4Signed instead(SigV4Signed signed) {
            return signed.with(Payload.UNSIGNED);
        }
    };

    private final String clause;

    SigV4Mistake(String clause) {
        this.clause = clause;
    }

    /** How it may have been signed. */
    abstract SigV4Signed instead(SigV4Signed signed);

    @Override
    public String clause() {
        return clause;
    }
}
