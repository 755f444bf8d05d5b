package io.tallygate.hmac;

/** What is signed in the end: the name of the algorithm, the time, the scope, and the hash of the canonical request. */
final class StringToSign {
    private final String algorithm;
    private final String behindDay;

    StringToSign(SigV4Scope scope) {
        this.algorithm = scope.dialect().algorithm() + "\n";
        this.behindDay = scope.behindDay() + "\n";
    }

    /**
     * That of one request.
     *
     * @param time as {@code 20260131T120000Z}
     * @param hash that of the canonical request
     * @return the octets of this thread
     */
    Octets of(String time, byte[] hash) {
        return Octets.ofThread()
                .add(algorithm)
                .add(time)
                .add('\n')
                .add(time, 0, SigV4Time.DAY)
                .add(behindDay)
                .addHex(hash);
    }
}
