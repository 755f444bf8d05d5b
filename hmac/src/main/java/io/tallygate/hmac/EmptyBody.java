package io.tallygate.hmac;

import io.tallygate.model.BodyCheck;

/** The body of a request whose signature covers none: there must be none, whether it was declared or not. */
record EmptyBody(long maxBytes) implements BodyCheck {
    @Override
    public Running begin() {
        return new Running() {
            private boolean empty = true;

            @Override
            public void update(byte[] bytes, int offset, int length) {
                empty &= length == 0;
            }

            @Override
            public boolean matches() {
                return empty;
            }
        };
    }
}
