using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Sunqar.Server.Access;

/// <summary>The body's own identity provider (OpenID Connect).</summary>
/// <param name="Authority">Its issuer: an https address, or one on this machine.</param>
/// <param name="Secret">Of this client, by which it fetches tokens.</param>
public sealed record ProviderOptions(Uri Authority, string ClientId, string Secret);

/// <summary>The way to the provider; none where the body has no provider.</summary>
internal sealed class ProviderDoor(ProviderOptions? options) : IDisposable
{
    public IdentityProvider? Provider { get; } = options is null ? null : new IdentityProvider(options);

    public void Dispose() => Provider?.Dispose();
}

/// <summary>Whom the provider vouches for.</summary>
/// <param name="IdentityId">A hash of issuer and subject: neither is kept.</param>
/// <param name="SessionId">The provider's own session; null where it names none.</param>
internal sealed record ProvidedIdentity(string IdentityId, string? SessionId);

/// <summary>
/// Speaks to the provider: the authorization code flow with PKCE (RFC 7636), the ID token's check (OpenID Connect Core, 3.1.3.7), and its
/// logout tokens (Back-Channel Logout, 2.6). Signatures are checked with the keys that it publishes, never with a shared secret.
/// </summary>
internal sealed class IdentityProvider : IDisposable
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private const int AnswerBytesMax = 64 << 10;

    private readonly ProviderOptions _options;
    private readonly HttpClient _http;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _known;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    public IdentityProvider(ProviderOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        _known = new ConfigurationManager<OpenIdConnectConfiguration>(
            options.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !options.Authority.IsLoopback }
        );
    }

    /// <summary>Where the browser is led to sign in.</summary>
    /// <exception cref="InvalidOperationException">The provider cannot be reached.</exception>
    public async Task<string> AuthorizeAsync(string back, string state, string nonce, string verifier, CancellationToken cancel)
    {
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return Address(
            (await KnownAsync(cancel)).AuthorizationEndpoint,
            ("response_type", "code"),
            ("client_id", _options.ClientId),
            ("redirect_uri", back),
            ("scope", "openid"),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256")
        );
    }

    /// <summary>Where the browser is led to sign out; null where the provider has no such place.</summary>
    public async Task<string?> SignOutAsync(string back, CancellationToken cancel)
    {
        try
        {
            return (await KnownAsync(cancel)).EndSessionEndpoint is { Length: > 0 } end
                ? Address(end, ("client_id", _options.ClientId), ("post_logout_redirect_uri", back))
                : null;
        }
        catch (InvalidOperationException)
        {
            // Our side has ended; the provider's ends by its own time.
            return null;
        }
    }

    /// <summary>Turns a code into whom it stands for; null where the provider vouches for nobody by it.</summary>
    public async Task<ProvidedIdentity?> RedeemAsync(string code, string back, string nonce, string verifier, CancellationToken cancel)
    {
        try
        {
            var known = await KnownAsync(cancel);
            using var asked = new FormUrlEncodedContent([
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", back),
                new("client_id", _options.ClientId),
                new("client_secret", _options.Secret),
                new("code_verifier", verifier),
            ]);
            using var answer = await _http.PostAsync(known.TokenEndpoint, asked, cancel);
            if (!answer.IsSuccessStatusCode)
                return null;
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
            return
                body.TryGetProperty("id_token", out var token)
                && await CheckAsync(token.GetString() ?? "", cancel) is { } checkedToken
                && checkedToken.TryGetPayloadValue<string>("nonce", out var said)
                && said == nonce
                ? Identity(checkedToken)
                : null;
        }
        catch (Exception error)
            when (error is HttpRequestException or InvalidOperationException or JsonException or NotSupportedException
                || (error is TaskCanceledException && !cancel.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    /// <summary>Whose session ended at the provider; null where the token is none of its logout tokens.</summary>
    public async Task<ProvidedIdentity?> LogoutOfAsync(string token, CancellationToken cancel)
    {
        try
        {
            return
                await CheckAsync(token, cancel) is { } checkedToken
                && checkedToken.TryGetPayloadValue<JsonElement>("events", out var events)
                && events.ValueKind == JsonValueKind.Object
                && events.TryGetProperty(LogoutEvent, out _)
                && !checkedToken.TryGetPayloadValue<string>("nonce", out _)
                ? Identity(checkedToken)
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What the provider publishes of itself; it has to be the issuer that was named (OpenID Connect Discovery, 4.3).</summary>
    private async Task<OpenIdConnectConfiguration> KnownAsync(CancellationToken cancel)
    {
        var known = await _known.GetConfigurationAsync(cancel);
        return known.Issuer?.TrimEnd('/') == _options.Authority.AbsoluteUri.TrimEnd('/')
            ? known
            : throw new InvalidOperationException("The provider says that it is another issuer.");
    }

    private async Task<JsonWebToken?> CheckAsync(string token, CancellationToken cancel)
    {
        if (token.Length is 0 or > 16_384)
            return null;
        var known = await KnownAsync(cancel);
        var result = await _tokens.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = known.Issuer,
                ValidAudience = _options.ClientId,
                IssuerSigningKeys = known.SigningKeys,
                ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
                RequireExpirationTime = true,
                ClockSkew = TimeSpan.FromMinutes(1),
            }
        );
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            _known.RequestRefresh();
        // A token for several readers says whom it was issued to (3.1.3.7, 4 and 5).
        return
            result.IsValid && result.SecurityToken is JsonWebToken good && (good.Azp is not { Length: > 0 } to || to == _options.ClientId)
            ? good
            : null;
    }

    private static ProvidedIdentity? Identity(JsonWebToken token) =>
        token.Subject is { Length: > 0 and <= 255 } subject
            ? new(
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Issuer + "\n" + subject)))[..32],
                token.TryGetPayloadValue<string>("sid", out var sid) ? sid : null
            )
            : null;

    private static string Address(string to, params (string Name, string Value)[] query) =>
        to
        + (to.Contains('?', StringComparison.Ordinal) ? "&" : "?")
        + string.Join('&', query.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));

    public void Dispose() => _http.Dispose();
}
