/**
 * Lost answers: which repetition of which request a key stands for, and secrets kept sealed for the
 * minutes in which an answer may be asked for again. Must not import the operations that use it.
 */
@NullMarked
package io.doorward.token.lifecycle.replay;

import org.jspecify.annotations.NullMarked;
