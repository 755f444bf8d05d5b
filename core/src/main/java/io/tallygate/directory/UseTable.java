package io.tallygate.directory;

import io.tallygate.jdbc.Dialect;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import io.tallygate.model.Network;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of how credentials are used: for each a row of what was permitted, one for each reason of denials, and one for
 * each network. Rows of one batch are touched in one order, so that two edges do not block each other.
 */
final class UseTable {
    private static final String NAME = "tallygate_credential_use";
    private static final String PERMITTED = "permitted";
    private static final String NETWORK = "network ";
    private static final Map<String, Denial> DENIALS =
            Arrays.stream(Denial.values()).collect(Collectors.toUnmodifiableMap(Denial::code, Function.identity()));

    /** Lines of the batch whose credential exists. */
    private static final String LINES = """
            select v.id, v.what, v.uses, v.last_used
            from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as bigint array),
              cast(? as bigint array)) as v(id, what, uses, last_used)
            where exists (select * from tallygate_credential c where c.id = v.id)
            order by v.id, v.what""";

    private static final String ADD =
            "insert into tallygate_credential_use as u (id, what, uses, last_used)\n" + LINES + """

            on conflict (id, what) do update
            set uses = u.uses + excluded.uses, last_used = greatest(u.last_used, excluded.last_used)""";
    private static final String ADD_IN_H2 = "merge into tallygate_credential_use u using (" + LINES + """
            ) as v on u.id = v.id and u.what = v.what
            when matched then update set uses = u.uses + v.uses, last_used = greatest(u.last_used, v.last_used)
            when not matched then insert (id, what, uses, last_used) values (v.id, v.what, v.uses, v.last_used)""";

    /** Networks behind the latest of their credential. */
    private static final String FORGET = """
            delete from tallygate_credential_use where id = any (?) and what like 'network %' and (
              select count(*) from tallygate_credential_use n
              where n.id = tallygate_credential_use.id and n.what like 'network %'
                and (n.last_used > tallygate_credential_use.last_used
                  or n.last_used = tallygate_credential_use.last_used and n.what > tallygate_credential_use.what)
            ) >= ?""";

    private UseTable() {}

    static void add(Statements statements, Collection<CredentialUse> uses) throws SQLException {
        Map<String, CredentialUse> byId = new TreeMap<>();
        uses.forEach(use -> byId.merge(use.credential().value(), use, CredentialUse::plus));
        List<Line> lines =
                byId.values().stream().flatMap(use -> lines(use).stream()).toList();
        boolean h2 = statements.dialect() == Dialect.H2;
        try (PreparedStatement add = statements.prepare(h2 ? ADD_IN_H2 : ADD)) {
            Connection connection = statements.connection();
            add.setArray(1, connection.createArrayOf("varchar", column(lines, Line::id)));
            add.setArray(2, connection.createArrayOf("varchar", column(lines, Line::what)));
            add.setArray(3, connection.createArrayOf("bigint", column(lines, Line::uses)));
            add.setArray(4, connection.createArrayOf("bigint", column(lines, Line::lastUsed)));
            add.executeUpdate();
        }
        List<Line> networks =
                lines.stream().filter(line -> line.what().startsWith(NETWORK)).toList();
        if (!networks.isEmpty()) {
            forget(statements, networks);
        }
    }

    private static Object[] column(List<Line> lines, Function<Line, Object> value) {
        return lines.stream().map(value).toArray();
    }

    private static void forget(Statements statements, List<Line> networks) throws SQLException {
        try (PreparedStatement forget = statements.prepare(FORGET)) {
            Object[] ids = networks.stream().map(Line::id).distinct().toArray();
            forget.setArray(1, statements.connection().createArrayOf("varchar", ids));
            forget.setInt(2, CredentialUse.MAX_NETWORKS);
            forget.executeUpdate();
        }
    }

    private static List<Line> lines(CredentialUse use) {
        String id = use.credential().value();
        long lastUsed = use.lastUsed().toEpochMilli();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(id, PERMITTED, use.permits(), lastUsed));
        use.denials().forEach((denial, count) -> lines.add(new Line(id, denial.code(), count, lastUsed)));
        use.networks().forEach((network, seen) -> lines.add(new Line(id, NETWORK + network, 1, seen.toEpochMilli())));
        return lines;
    }

    static Optional<CredentialUse> find(Statements statements, CredentialId id) throws SQLException {
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement select =
                statements.prepare("select id, what, uses, last_used from tallygate_credential_use where id = ?")) {
            select.setString(1, id.value());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new Line(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(read(id, lines));
    }

    private static CredentialUse read(CredentialId id, List<Line> lines) {
        long lastUsed = Long.MIN_VALUE;
        long permits = 0;
        Map<Denial, Long> denials = new EnumMap<>(Denial.class);
        Map<Network, Instant> networks = new HashMap<>();
        try {
            for (Line line : lines) {
                lastUsed = Math.max(lastUsed, line.lastUsed());
                if (line.what().equals(PERMITTED)) {
                    permits = line.uses();
                } else if (line.what().startsWith(NETWORK)) {
                    networks.put(Network.parse(line.what().substring(NETWORK.length())), line.seen());
                } else {
                    denials.put(line.denial(), line.uses());
                }
            }
            return new CredentialUse(id, Instant.ofEpochMilli(lastUsed), permits, denials, networks);
        } catch (RuntimeException unreadable) {
            throw new UnreadableRowException(NAME, id.value());
        }
    }

    private record Line(String id, String what, long uses, long lastUsed) {
        Instant seen() {
            return Instant.ofEpochMilli(lastUsed);
        }

        Denial denial() {
            Denial denial = DENIALS.get(what);
            if (denial == null) {
                throw new IllegalArgumentException("no reason of a denial");
            }
            return denial;
        }
    }
}
