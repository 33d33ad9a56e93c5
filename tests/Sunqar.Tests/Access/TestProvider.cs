using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Sunqar.Server.Access;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Sunqar.Tests.Access;

/// <summary>A real OpenID Connect provider (OpenIddict), at which one person is always signed in.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "sunqar",
        Secret = "a-secret-of-the-client";

    private readonly WebApplication _app;
    private readonly SigningCredentials _signing;

    private TestProvider(WebApplication app, SigningCredentials signing) => (_app, _signing) = (app, signing);

    /// <summary>Who is signed in at the provider.</summary>
    public string Subject { get; set; } = "person-7";

    /// <summary>What stands in place of an ID token; null for the provider's own.</summary>
    public Func<string, string>? Forge { get; set; }

    /// <summary>How often somebody signed out there.</summary>
    public int SignOuts { get; private set; }

    public string Address => _app.Urls.Single();

    public ProviderOptions Options => new(new Uri(Address), ClientId, Secret);

    public static async Task<TestProvider> StartAsync()
    {
        var signing = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TestProvider self = null!;
        builder
            .Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.EnableDegradedMode();
                server
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/logout");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.AddEphemeralEncryptionKey().AddSigningCredentials(signing);
                server.UseAspNetCore().DisableTransportSecurityRequirement();
                server.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (
                            context.ClientId != ClientId
                            || context.RedirectUri?.EndsWith("/sign-in/provider/back", StringComparison.Ordinal) != true
                        )
                        {
                            context.Reject(OpenIddictConstants.Errors.InvalidClient);
                        }
                        return default;
                    })
                );
                server.AddEventHandler<ValidateTokenRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.Request.ClientId != ClientId || context.Request.ClientSecret != Secret)
                            context.Reject(OpenIddictConstants.Errors.InvalidClient);
                        return default;
                    })
                );
                server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
                server.AddEventHandler<HandleAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        var identity = new ClaimsIdentity("test");
                        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, self.Subject));
                        var principal = new ClaimsPrincipal(identity);
                        principal.SetScopes(OpenIddictConstants.Scopes.OpenId);
                        context.SignIn(principal);
                        return default;
                    })
                );
                server.AddEventHandler<ApplyTokenResponseContext>(handler =>
                    handler
                        .UseInlineHandler(context =>
                        {
                            if (self.Forge is { } forge && context.Response.IdToken is { } own)
                                context.Response.IdToken = forge(own);
                            return default;
                        })
                        .SetOrder(int.MinValue)
                );
                server.AddEventHandler<HandleEndSessionRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        self.SignOuts++;
                        context.SignOut();
                        return default;
                    })
                );
            });
        var app = builder.Build();
        self = new TestProvider(app, signing);
        await app.StartAsync();
        return self;
    }

    /// <summary>The ID token with something changed, signed again.</summary>
    public string Reissue(string own, Action<SecurityTokenDescriptor> change)
    {
        var token = new JsonWebToken(own);
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = token.Issuer,
            Audience = token.Audiences.Single(),
            Expires = token.ValidTo,
            NotBefore = token.ValidFrom == default ? null : token.ValidFrom,
            SigningCredentials = _signing,
            Claims = new Dictionary<string, object> { ["sub"] = token.Subject, ["nonce"] = token.GetPayloadValue<string>("nonce") },
        };
        change(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>A key that is not the provider's, under its name.</summary>
    public static SigningCredentials Foreign() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);

    /// <summary>What the provider sends when somebody's session ended there (Back-Channel Logout, 2.4).</summary>
    public string LogoutToken(string subject, string? audience = null, bool isLogout = true, SigningCredentials? signing = null) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Address + "/",
                Audience = audience ?? ClientId,
                Expires = DateTime.UtcNow.AddMinutes(2),
                SigningCredentials = signing ?? _signing,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = subject,
                    ["jti"] = Guid.NewGuid().ToString(),
                    ["events"] = isLogout
                        ? new Dictionary<string, object>
                        {
                            ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>(),
                        }
                        : new Dictionary<string, object>(),
                },
            }
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
