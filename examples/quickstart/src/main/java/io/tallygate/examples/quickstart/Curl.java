package io.tallygate.examples.quickstart;

import io.tallygate.issue.IssuedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** This machine's curl as a client that signs for one edge. */
final class Curl {
    private static final String OPTION = "--aws-sigv4";

    private final String edge;
    private final IssuedKey key;

    Curl(String edge, IssuedKey key) {
        this.edge = edge;
        this.key = key;
    }

    /** Whether there is one that knows how. */
    static boolean signs() throws InterruptedException {
        try {
            Process help = new ProcessBuilder("curl", "--help", "all")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = text(help.getInputStream());
            return help.waitFor() == 0 && text.contains(OPTION);
        } catch (IOException absent) {
            return false;
        }
    }

    /** Which line of a shell that is, with the secret. */
    String line(String url) {
        return "curl -i " + OPTION + " " + dialect() + " --user '" + user() + "' '" + url + "'";
    }

    /** The same without the secret. */
    String masked(String url) {
        return line(url).replace(key.secret(), "tgs_…");
    }

    /** Region and service are signed, so that what is for one edge is of no use at another. */
    private String dialect() {
        return "tallygate:tg:" + edge + ":orders";
    }

    private String user() {
        return key.id() + ":" + key.secret();
    }

    /** @param sent the request's lines, and what there is between them, as curl tells them */
    record Exchange(List<String> sent, Wire.Response response) {
        /** The header fields that the signature is in. */
        String[] signature() {
            return sent.stream()
                    .filter(line -> line.startsWith("Authorization: ") || line.startsWith("X-Tg-Date: "))
                    .toArray(String[]::new);
        }
    }

    /** Asks once. */
    Exchange get(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "curl",
                        "-q",
                        "-s",
                        "-i",
                        "-v",
                        "--noproxy",
                        "*",
                        "--max-time",
                        "20",
                        OPTION,
                        dialect(),
                        "--user",
                        user(),
                        url)
                .start();
        Wire.Response response = Wire.Response.read(process.getInputStream());
        List<String> sent = new ArrayList<>();
        for (String line : text(process.getErrorStream()).lines().toList()) {
            if (line.startsWith("> ") && line.length() > 2) {
                sent.add(line.substring(2));
            }
        }
        process.waitFor();
        return new Exchange(sent, response);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
