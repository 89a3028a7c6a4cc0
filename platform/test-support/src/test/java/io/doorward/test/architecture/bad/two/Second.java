package io.doorward.test.architecture.bad.two;

import io.doorward.test.architecture.bad.one.First;

/** The other half of the cycle. */
public record Second(First first) {}
