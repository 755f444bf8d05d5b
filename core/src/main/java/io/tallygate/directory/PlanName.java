package io.tallygate.directory;

/** What a directory accepts as the name of a plan, whatever the meter makes of it. */
final class PlanName {
    static final int MAX_LENGTH = 64;

    private PlanName() {}

    /**
     * Accepts 1 to {@value #MAX_LENGTH} visible ASCII characters.
     *
     * @throws IllegalArgumentException for any other text
     */
    static String require(String plan) {
        boolean visible = plan.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (plan.isEmpty() || plan.length() > MAX_LENGTH || !visible) {
            throw new IllegalArgumentException(
                    "plan name must have 1 to " + MAX_LENGTH + " visible ASCII characters, had " + plan.length());
        }
        return plan;
    }
}
