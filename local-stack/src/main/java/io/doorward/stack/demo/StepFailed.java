package io.doorward.stack.demo;

/** A step did not hold; the message says what was expected and what was seen instead. */
final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailed(String sentence) {
    super(sentence);
  }

  static void unless(boolean held, String sentence) {
    if (!held) {
      throw new StepFailed(sentence);
    }
  }
}
