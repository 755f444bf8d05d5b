package io.tallygate.hmac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How SigV4 spells the query in what is signed. A host pins one, for the reason that {@link PathForm} gives. */
enum QueryForm {
    /** Each parameter in its one spelling, sorted by name and value: what SigV4 says. */
    SORTED {
        @Override
        boolean append(String query, @Nullable String omitted, StringBuilder out) {
            List<SigV4Parameter> parameters = SigV4Parameter.all(query);
            if (parameters == null) {
                return false;
            }
            parameters.sort(SigV4Parameter.ORDER);
            String separator = "";
            for (SigV4Parameter parameter : parameters) {
                if (!parameter.name().equals(omitted)) {
                    out.append(separator).append(parameter.name()).append('=').append(parameter.value());
                    separator = "&";
                }
            }
            return true;
        }
    },
    /** As it is on the wire: curl before 8. Nothing can be left out of it. */
    RAW {
        @Override
        boolean append(String query, @Nullable String omitted, StringBuilder out) {
            out.append(query);
            return true;
        }
    };

    /**
     * Writes the query as it is signed.
     *
     * @param omitted the name of a parameter that is not signed, or null
     * @return false when it is not encoded as it must be
     */
    abstract boolean append(String query, @Nullable String omitted, StringBuilder out);
}
