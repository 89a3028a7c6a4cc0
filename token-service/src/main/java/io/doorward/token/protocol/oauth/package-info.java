/**
 * OAuth 2.0 for tokens as they are: introspection (RFC 7662) and revocation (RFC 7009). Must not
 * import another face but {@code directory} and {@code guess}.
 */
@NullMarked
package io.doorward.token.protocol.oauth;

import org.jspecify.annotations.NullMarked;
