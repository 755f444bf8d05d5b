package io.tallygate.quota.billing;

/** Units were counted under a version of a plan that the plan book does not have. The message says what to add. */
public class UnknownPlanException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that names account, plan and remedy. */
    public UnknownPlanException(String message) {
        super(message);
    }
}
