/**
 * The rules, one class each: state and signal in, state and perhaps a finding out. Pure but for
 * their configuration; must not import Kafka or HTTP.
 */
@NullMarked
package io.doorward.monitor.detect;

import org.jspecify.annotations.NullMarked;
