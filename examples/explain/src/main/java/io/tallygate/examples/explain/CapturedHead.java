package io.tallygate.examples.explain;

import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request as it stands in a capture: the request line, the header lines, an empty line, and maybe a body. */
final class CapturedHead {
    private CapturedHead() {}

    /**
     * Reads one.
     *
     * @param text lines that end in a line feed, with a carriage return before it or not
     * @throws IllegalArgumentException when it is no request
     */
    static FakeRequest parse(String text) {
        String plain = text.replace("\r\n", "\n");
        int end = plain.indexOf("\n\n");
        List<String> lines =
                plain.substring(0, end < 0 ? plain.length() : end).lines().toList();
        String body = end < 0 ? "" : plain.substring(end + 2);
        String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/")) {
            throw new IllegalArgumentException("the first line must be like: GET /orders?open HTTP/1.1");
        }
        FakeRequest request = FakeRequest.of(words[0], words[1]).authority(null);
        for (String line : lines.subList(1, lines.size())) {
            request = with(request, line);
        }
        return request.body(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static FakeRequest with(FakeRequest request, String line) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a header line must be like: Name: value");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        FakeRequest more = request.header(name, value);
        return name.equalsIgnoreCase("host") ? more.authority(value) : more;
    }
}
