package io.tallygate.hmac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mistakes about the request: another one was signed than has come. The one that was is guessed from the one that has. */
enum RequestMistake implements Mistake {
    METHOD("another method were signed, as where HEAD is sent as GET, or a field overrides it") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of(
                            "GET",
                            "HEAD",
                            request.method().toLowerCase(Locale.ROOT),
                            request.field("x-http-method-override"),
                            request.field("x-original-method"))
                    .filter(METHOD::isGuess)
                    .map(request::withMethod);
        }
    },
    QUERY_LEFT_OUT("the query were left out") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of(request.withTarget(request.path()));
        }
    },
    QUERY_SORTED("the query were sorted") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            String query = request.query();
            if (query == null) {
                return Stream.empty();
            }
            String[] parameters = query.split("&", -1);
            Arrays.sort(parameters);
            return Stream.of(request.withQuery(String.join("&", parameters)));
        }
    },
    ESCAPED_TWICE("path or query were escaped once more") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return spelled(request, request.path().replace("%", "%25"), replace(request.query(), "%", "%25"));
        }
    },
    NOT_ESCAPED("path or query were not escaped") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            String query = request.query();
            return spelled(request, decoded(request.path()), query == null ? null : decoded(query));
        }
    },
    PREFIX_TAKEN("the path had the prefix that a proxy has taken away; see TargetResolver") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            Stream<CapturedRequest> whole = Stream.of(
                            "x-original-uri", "x-original-url", "x-forwarded-uri", "x-envoy-original-path")
                    .map(request::field)
                    .filter(PREFIX_TAKEN::isGuess)
                    .map(request::withTarget);
            Stream<CapturedRequest> prefix = Stream.of("x-forwarded-prefix", "x-script-name")
                    .map(request::field)
                    .filter(PREFIX_TAKEN::isGuess)
                    .map(found -> request.withTarget(found + request.target()));
            return Stream.concat(whole, prefix);
        }
    },
    PREFIX_GIVEN("the path lacked its first segments, which a proxy has put there; see TargetResolver") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            List<CapturedRequest> shorter = new ArrayList<>();
            String path = request.path();
            for (int slash = path.indexOf('/', 1);
                    slash > 0 && shorter.size() < 4;
                    slash = path.indexOf('/', slash + 1)) {
                shorter.add(request.withPath(path.substring(slash)));
            }
            shorter.add(request.withPath("/"));
            return shorter.stream();
        }
    },
    SLASH_AT_END("the path had a slash at its end, or had none") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            String path = request.path();
            String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
            return Stream.of(request.withPath(other));
        }
    },
    PORT("the authority had a port, or another, or none") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            String host = withoutPort(request.authority());
            CapturedRequest plain = request.withSecure(false); // whose default port is another one, so that 443 stays
            return Stream.concat(
                    Stream.of("", ":8443", ":8080").map(port -> request.withAuthority(host + port)),
                    Stream.of(
                            plain.withAuthority(host + ":443"),
                            request.withSecure(true).withAuthority(host + ":80")));
        }
    },
    FORWARDED_HOST("the authority were the one that a proxy was asked for; see AuthorityResolver") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of("x-forwarded-host", "x-original-host", "x-host", "host")
                    .map(request::field)
                    .filter(FORWARDED_HOST::isGuess)
                    .map(request::withAuthority);
        }
    },
    SCHEME("the scheme were the other one of http and https") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of(request.withSecure(!request.secure()));
        }
    },
    LOWER_CASE("the values of fields were in lower case") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of(request.withValues(value -> value.toLowerCase(Locale.ROOT)));
        }
    },
    CONTENT_TYPE("the Content-Type had another charset, or none") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            String type = request.field("content-type");
            if (type == null) {
                return Stream.empty();
            }
            int parameters = type.indexOf(';');
            String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
            return Stream.of("", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8")
                    .map(charset -> request.withField("content-type", bare + charset));
        }
    },
    EMPTY_DIGEST("the Content-Digest were that of no body") {
        @Override
        Stream<CapturedRequest> instead(CapturedRequest request) {
            return Stream.of(request.withField("content-digest", SignedDigest.valueFor(new byte[0])));
        }
    };

    private static final int LONGEST_GUESS = 8 * 1024;

    private final String clause;

    RequestMistake(String clause) {
        this.clause = clause;
    }

    /** What may have been signed in its place: a few, of which any may be the same or impossible. */
    abstract Stream<CapturedRequest> instead(CapturedRequest request);

    @Override
    public String clause() {
        return clause;
    }

    boolean isGuess(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= LONGEST_GUESS;
    }

    private static Stream<CapturedRequest> spelled(CapturedRequest request, String path, @Nullable String query) {
        CapturedRequest otherPath = request.withPath(path);
        return query == null
                ? Stream.of(otherPath)
                : Stream.of(otherPath, request.withQuery(query), otherPath.withQuery(query));
    }

    private static @Nullable String replace(@Nullable String text, String from, String to) {
        return text == null ? null : text.replace(from, to);
    }

    /** What is broken stays as it is. */
    private static String decoded(String text) {
        StringBuilder octets = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int octet = text.charAt(i) == '%' ? UriEncoding.decode(text, i, text.length()) : -1;
            octets.append(octet < 0 ? text.charAt(i) : (char) octet);
            i += octet < 0 ? 0 : 2;
        }
        return octets.toString();
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }
}
