/**
 * Sign-in: a real OpenID provider with demo people, and the code flow that a client without a
 * browser can walk. For local use only: whoever can reach it can be anyone. Imports no other
 * server.
 */
@NullMarked
package io.doorward.stack.identity;

import org.jspecify.annotations.NullMarked;
