package io.tallygate.model;

import java.util.List;

/**
 * What an adapter copies onto the host's response: for a {@link Deny} the whole reply, for a {@link Permit} the header
 * fields to add to the host's own.
 *
 * @param status the status code; 200 for a permit
 * @param headers the header fields, in order
 * @param body the body; empty for a permit. Not copied: do not write into it
 */
@SuppressWarnings("ArrayRecordComponent") // read once by an adapter, never compared
public record HttpReply(int status, List<Field> headers, byte[] body) {
    /** Copies the list. */
    public HttpReply {
        headers = List.copyOf(headers);
    }

    /**
     * One field line.
     *
     * @param name the field's name in its usual case
     * @param value free of line breaks and controls
     */
    public record Field(String name, String value) {}
}
