/** Where an organization's administrators say what they ask of its tokens. */
@NullMarked
package io.doorward.token.lifecycle.policy;

import org.jspecify.annotations.NullMarked;
