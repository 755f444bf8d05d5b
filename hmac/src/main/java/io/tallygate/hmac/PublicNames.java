package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that a service answers for. */
final class PublicNames implements AuthorityResolver {
    private final List<String> names;

    /** @throws IllegalArgumentException when there is none, or one is no host with a port or without */
    PublicNames(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("name at least one authority, such as api.example.com");
        }
        this.names = names.stream().map(PublicNames::spelled).toList();
    }

    private static String spelled(String name) {
        String spelled = Authority.spelled(name, true);
        if (spelled == null) {
            throw new IllegalArgumentException(
                    "authority must be a host, with a port or without, such as api.example.com; was " + name);
        }
        return spelled;
    }

    String only() {
        return names.get(0);
    }

    @Override
    public @Nullable String authority(InboundRequest request) {
        String sent = Authority.spelled(request.authority(), request.secure());
        return sent != null && names.contains(sent) ? sent : null;
    }
}
