package io.doorward.system.conformance;

/** How a decision can be had. */
interface Way {
  Reply ask(Question question);
}
