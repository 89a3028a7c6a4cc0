/**
 * The server executables: unpacked once from the artifacts on the class path into the user's cache.
 * Imports nothing of the servers that use them.
 */
@NullMarked
package io.doorward.stack.binary;

import org.jspecify.annotations.NullMarked;
