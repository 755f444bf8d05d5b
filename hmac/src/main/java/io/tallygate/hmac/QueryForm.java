package io.tallygate.hmac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How SigV4 spells the query in what is signed. A host pins one, for the reason that {@link PathForm} gives. */
enum QueryForm {
    /** Each parameter in its one spelling, sorted by name and value: what SigV4 says. */
    SORTED {
        @Override
        boolean append(Slice query, @Nullable String omitted, Octets out) {
            if (omitted == null && SortedQuery.is(query)) {
                out.add(query);
                return true;
            }
            List<SigV4Parameter> parameters = SigV4Parameter.all(query.toString());
            return parameters != null && append(parameters, omitted, out);
        }

        private boolean append(List<SigV4Parameter> parameters, @Nullable String omitted, Octets out) {
            parameters.sort(SigV4Parameter.ORDER);
            String separator = "";
            for (SigV4Parameter parameter : parameters) {
                if (!parameter.name().equals(omitted)) {
                    out.add(separator).add(parameter.name()).add('=').add(parameter.value());
                    separator = "&";
                }
            }
            return true;
        }
    },
    /** As it is on the wire: curl before 8. Nothing can be left out of it. */
    RAW {
        @Override
        boolean append(Slice query, @Nullable String omitted, Octets out) {
            out.add(query);
            return true;
        }
    };

    /**
     * Writes the query as it is signed.
     *
     * @param omitted the name of a parameter that is not signed, or null
     * @return false when it is not encoded as it must be
     */
    abstract boolean append(Slice query, @Nullable String omitted, Octets out);
}
