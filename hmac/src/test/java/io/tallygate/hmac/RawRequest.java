package io.tallygate.hmac;

import io.tallygate.testing.FakeRequest;
import java.util.List;

/** A request as it is written, be it one that no wire could carry: each character is an octet. */
record RawRequest(FakeRequest request, String path, String query, String body) {
    static RawRequest parse(String text) {
        int end = text.indexOf("\n\n");
        String body = end < 0 ? "" : text.substring(end + 2);
        List<String> lines =
                text.substring(0, end < 0 ? text.length() : end).lines().toList();
        String method = lines.get(0).substring(0, lines.get(0).indexOf(' '));
        String target = lines.get(0).substring(method.length() + 1, lines.get(0).lastIndexOf(' '));
        int question = target.indexOf('?');
        FakeRequest request = FakeRequest.of(method, target);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            request = line.startsWith("Host:")
                    ? request.authority(line.substring(colon + 1))
                    : request.header(line.substring(0, colon), line.substring(colon + 1));
        }
        return new RawRequest(
                request,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                body);
    }

    /** What a parameter of {@code Authorization} says. */
    String authorization(String parameter) {
        String line = request.headers("Authorization").get(0);
        int from = line.indexOf(parameter) + parameter.length();
        int comma = line.indexOf(',', from);
        return line.substring(from, comma < 0 ? line.length() : comma);
    }
}
