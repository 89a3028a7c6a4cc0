package io.doorward.stack.demo;

/**
 * How a step went.
 *
 * @param ms whole milliseconds from its begin to its end
 * @param detail what was seen, in words; never a credential
 */
public record StepResult(String name, boolean ok, long ms, String detail) {}
