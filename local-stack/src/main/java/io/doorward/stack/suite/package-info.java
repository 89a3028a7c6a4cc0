/**
 * The running suite: the embedded servers and the packaged services on one state folder, as a
 * library that the launcher and the system tests drive. Imports neither the command line nor the
 * demo.
 */
@NullMarked
package io.doorward.stack.suite;

import org.jspecify.annotations.NullMarked;
