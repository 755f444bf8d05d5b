package io.tallygate.hmac;

import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Mistakes about the scope of a derived key: it was derived for another one than the request says. */
enum ScopeMistake implements Mistake {
    DAY_BEFORE("the key were that of the day before") {
        @Override
        Stream<DayScope> instead(DayScope scope) {
            return onDay(scope, -1);
        }
    },
    DAY_AFTER("the key were that of the day after") {
        @Override
        Stream<DayScope> instead(DayScope scope) {
            return onDay(scope, 1);
        }
    },
    REGION("the key were that of the region us-east-1, which many clients have unless told otherwise") {
        @Override
        Stream<DayScope> instead(DayScope scope) {
            return Stream.of(new DayScope(scope.prefix(), scope.day(), "us-east-1"));
        }
    },
    BRAND("the key were derived with the prefix of another brand") {
        @Override
        Stream<DayScope> instead(DayScope scope) {
            return Stream.of("AWS4", DayScope.OWN_PREFIX)
                    .map(prefix -> new DayScope(prefix, scope.day(), scope.region()));
        }
    };

    private final String clause;

    ScopeMistake(String clause) {
        this.clause = clause;
    }

    /** What it may have been derived for. */
    abstract Stream<DayScope> instead(DayScope scope);

    @Override
    public String clause() {
        return clause;
    }

    private static Stream<DayScope> onDay(DayScope scope, int days) {
        String day = scope.date().plusDays(days).format(DateTimeFormatter.BASIC_ISO_DATE);
        return Stream.ofNullable(DayScope.parse(scope.prefix(), day, scope.region())); // null behind the year 9999
    }
}
