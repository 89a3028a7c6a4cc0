/** Agents an organization registers, who sees them, and what they did. */
@NullMarked
package io.doorward.token.directory.agent;

import org.jspecify.annotations.NullMarked;
