/** Members and their roles. A change of a role reaches every token the member owns. */
@NullMarked
package io.doorward.token.directory.member;

import org.jspecify.annotations.NullMarked;
