/** One running suite for all system tests, and the client they use it with. */
@NullMarked
package io.doorward.system.suite;

import org.jspecify.annotations.NullMarked;
