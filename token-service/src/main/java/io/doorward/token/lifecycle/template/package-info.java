/** Templates that tokens are made from. Must not import issue or standing. */
@NullMarked
package io.doorward.token.lifecycle.template;

import org.jspecify.annotations.NullMarked;
