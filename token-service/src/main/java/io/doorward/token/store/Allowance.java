package io.doorward.token.store;

/**
 * How many tokens one person may have.
 *
 * @param tokens most that may still work, or fewer than 1 for none
 * @param perHour most that are created in any hour, or fewer than 1 for none
 */
public record Allowance(int tokens, int perHour) {}
