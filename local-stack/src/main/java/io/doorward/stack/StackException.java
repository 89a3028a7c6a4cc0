package io.doorward.stack;

/**
 * The local stack cannot do what was asked. The message is one sentence that a person at a terminal
 * can act on; it is printed as it is, without a trace.
 */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String sentence) {
    super(sentence);
  }

  public StackException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
