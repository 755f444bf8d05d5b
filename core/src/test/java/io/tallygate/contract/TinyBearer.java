package io.tallygate.contract;

import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Identity;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import java.util.List;
import java.util.function.Function;

/**
 * The smallest honest scheme: {@code Authorization: Tiny <lower-case letters and digits>}, resolved by a function. The
 * function may throw, hang, or answer null; that is how tests play every kind of centre.
 */
public final class TinyBearer implements AuthenticationScheme<TinyBearer.Token> {
    private static final String PREFIX = "Tiny ";
    private static final int LONGEST = 64;

    private final String name;
    private final Function<String, Resolution<Token>> centre;

    private TinyBearer(String name, Function<String, Resolution<Token>> centre) {
        this.name = name;
        this.centre = centre;
    }

    /** One that asks this function what a token gives. */
    public static TinyBearer asking(Function<String, Resolution<Token>> centre) {
        return new TinyBearer("tiny", centre);
    }

    /** As a blueprint without faults. */
    public static Blueprint<TinyBearer> blueprint(String name, Function<String, Resolution<Token>> centre) {
        return new Blueprint<>() {
            @Override
            public List<String> faults(Environment environment) {
                return List.of();
            }

            @Override
            public TinyBearer open(Environment environment) {
                return new TinyBearer(name, centre);
            }
        };
    }

    /** A known token without more proof. */
    public static Resolution<Token> known(Entitlement entitlement) {
        return new Resolution.Known<>(entitlement, Proof.bearer());
    }

    /** A refusal that tells nothing. */
    public static Resolution<Token> unknown() {
        return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Parsed parse(InboundRequest request) {
        List<String> lines = request.headers("Authorization");
        if (lines.isEmpty() || (lines.size() == 1 && !lines.get(0).startsWith(PREFIX))) {
            return Parsed.absent();
        }
        String line = lines.get(0);
        boolean well =
                lines.size() == 1 && line.length() > PREFIX.length() && line.length() <= PREFIX.length() + LONGEST;
        for (int i = PREFIX.length(); well && i < line.length(); i++) {
            char c = line.charAt(i);
            well = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        return well ? new Token(line) : Parsed.malformed();
    }

    @Override
    public Resolution<Token> resolve(Token credential) {
        return centre.apply(credential.line.substring(PREFIX.length()));
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of("Tiny realm=\"" + realm + "\"");
    }

    /** A view of the line; it costs 24 bytes at most. */
    public static final class Token implements Credential {
        private final String line;

        private Token(String line) {
            this.line = line;
        }

        @Override
        public void identify(Identity identity) {
            identity.text(line, PREFIX.length(), line.length());
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }
}
