using Microsoft.AspNetCore.Http;

namespace Sunqar.Server.Access;

/// <summary>Addresses of this server that a request may name to be led back to: never another site's.</summary>
internal static class LocalAddress
{
    public const string SignInPath = "/sign-in";
    private const int LengthMax = 1024;

    /// <summary>Where to sign in, and come back from.</summary>
    public static string SignIn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && $"{request.Path}{request.QueryString}" is var back && back != "/"
            ? $"{SignInPath}?returnUrl={Uri.EscapeDataString(back)}"
            : SignInPath;

    /// <summary>The address, if it is a path of this server; else <paramref name="otherwise"/>. What browsers read as another host is none:
    /// <c>//host</c>, <c>/\host</c>.</summary>
    public static string Or(string? address, string otherwise)
    {
        if (address is null || address.Length is 0 or > LengthMax || address[0] != '/')
            return otherwise;
        if (address.Length > 1 && address[1] is '/' or '\\')
            return otherwise;
        return address.Any(c => c is < ' ' or > '~' or '\\') ? otherwise : address;
    }
}
