using System.CommandLine;
using Sunqar.Server.Access;

namespace Sunqar.Cli.Verbs;

/// <summary>The arguments by which a server knows the body's identity provider.</summary>
internal sealed class ProviderArguments
{
    private const string SecretVariable = "SUNQAR_OIDC_SECRET";

    private readonly Option<string?> _authority = new("--oidc")
    {
        Description =
            "The body's OpenID Connect provider, by which people may sign in beside passwords: its issuer's https "
            + "address. The secret that it gave this server is read from SUNQAR_OIDC_SECRET (docs/oversight.md).",
        HelpName = "ISSUER",
    };

    private readonly Option<string?> _client = new("--oidc-client")
    {
        Description = "What the provider calls this server.",
        HelpName = "ID",
    };

    public IReadOnlyList<Option> All => [_authority, _client];

    /// <summary>The provider, or null where none is named.</summary>
    /// <param name="refusal">What is wrong; null where nothing is.</param>
    public ProviderOptions? Read(ParseResult parsed, out string? refusal)
    {
        refusal = null;
        var (authority, client) = (parsed.GetValue(_authority), parsed.GetValue(_client));
        if (authority is null && client is null)
            return null;
        if (
            !Uri.TryCreate(authority, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        )
        {
            refusal = $"--oidc: '{authority}' is no https address";
            return null;
        }
        var secret = Environment.GetEnvironmentVariable(SecretVariable);
        if (string.IsNullOrEmpty(client) || string.IsNullOrEmpty(secret))
        {
            refusal = $"--oidc needs --oidc-client and the secret in {SecretVariable}";
            return null;
        }
        return new ProviderOptions(address, client, secret);
    }
}
