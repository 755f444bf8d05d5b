package io.tallygate.examples.explain;

import io.tallygate.hmac.Explanation;
import io.tallygate.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says why the signature of a captured request is wrong. The request stands in the file that {@code explain} names, {@code -}
 * for standard input; the secret in the file that {@code explain.secret} names, or in the variable {@value #VARIABLE}: never
 * on the command line, where others on the machine can read it.
 */
final class Explain {
    private static final String VARIABLE = "TALLYGATE_SECRET";

    private Explain() {}

    public static void main(String[] args) throws IOException {
        Explanation explanation = SignedBy.explain(
                CapturedHead.parse(request(System.getProperty("explain", ""))),
                secret(System.getProperty("explain.secret", "")),
                System.getProperty("explain.paths", "encoded").equals("raw"));
        System.out.print(Report.of(explanation, System.getProperty("explain.hash", "")));
    }

    private static String request(String file) throws IOException {
        if (file.isEmpty()) {
            throw new IllegalArgumentException("name the file with the request by -Dexplain");
        }
        byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A file may end in a line end, which is none of the secret. */
    private static Secret secret(String file) throws IOException {
        String text = file.isEmpty()
                ? System.getenv(VARIABLE)
                : Files.readString(Path.of(file)).stripTrailing();
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("set " + VARIABLE + ", or name a file by -Dexplain.secret");
        }
        return Secret.ofUtf8(text);
    }
}
