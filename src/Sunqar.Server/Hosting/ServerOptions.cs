using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sunqar.Server.Hosting;

/// <summary>One address to listen on.</summary>
/// <param name="Url">As the user wrote it.</param>
/// <param name="Address">Null for every interface.</param>
public sealed record ListenAddress(string Url, string Host, IPAddress? Address, int Port, bool Tls)
{
    public bool IsLoopback => Address is not null && IPAddress.IsLoopback(Address);
}

/// <summary>What came of reading the server's options: options that are safe to start with, or the reason why not.</summary>
public abstract record ServerOptionsOutcome
{
    private ServerOptionsOutcome() { }

    public sealed record Accepted(ServerOptions Options) : ServerOptionsOutcome;

    public sealed record Refused(string Reason) : ServerOptionsOutcome;
}

/// <summary>
/// Where the server listens and under which certificate. Can only be made safe: beyond loopback there is no plain HTTP, and no
/// HTTPS without a certificate.
/// </summary>
public sealed class ServerOptions
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private ServerOptions(
        IReadOnlyList<ListenAddress> addresses,
        X509Certificate2? certificate,
        IReadOnlyDictionary<string, string?>? telemetry
    )
    {
        Addresses = addresses;
        Certificate = certificate;
        Telemetry = telemetry ?? Hosting.Telemetry.OfEnvironment();
    }

    public IReadOnlyList<ListenAddress> Addresses { get; }

    public X509Certificate2? Certificate { get; }

    /// <summary>OpenTelemetry's variables: where metrics and traces go, and how.</summary>
    public IReadOnlyDictionary<string, string?> Telemetry { get; }

    /// <summary>Reads addresses (separated by semicolons or commas) and, for HTTPS, a certificate.</summary>
    /// <param name="certificateFile">A PKCS#12 file (.pfx, .p12) or PEM; null for none.</param>
    /// <param name="keyFile">The PEM key where it is not in <paramref name="certificateFile"/>.</param>
    /// <param name="password">The PKCS#12 file's or the PEM key's password; null for none.</param>
    /// <param name="telemetry">OpenTelemetry's variables; null for those of the environment.</param>
    public static ServerOptionsOutcome Read(
        string urls,
        string? certificateFile = null,
        string? keyFile = null,
        string? password = null,
        IReadOnlyDictionary<string, string?>? telemetry = null
    )
    {
        var addresses = new List<ListenAddress>();
        foreach (var url in urls.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadAddress(url) is not { } address)
            {
                return new ServerOptionsOutcome.Refused(
                    $"--urls: '{url}' is no address; expected e.g. {DefaultUrl} or https://0.0.0.0:5443"
                );
            }
            if (!address.Tls && !address.IsLoopback)
            {
                return new ServerOptionsOutcome.Refused(
                    $"--urls: '{url}' reaches beyond this machine without TLS; use https:// "
                        + $"with --certificate, or a loopback address such as {DefaultUrl}"
                );
            }
            if (address.Tls && certificateFile is null)
            {
                return new ServerOptionsOutcome.Refused($"--urls: '{url}' needs a TLS certificate; give --certificate FILE");
            }
            addresses.Add(address);
        }
        if (addresses.Count == 0)
        {
            return new ServerOptionsOutcome.Refused($"--urls: no address given; expected e.g. {DefaultUrl}");
        }
        if (certificateFile is null)
        {
            return new ServerOptionsOutcome.Accepted(new ServerOptions(addresses, null, telemetry));
        }
        try
        {
            var certificate = LoadCertificate(certificateFile, keyFile, password);
            return new ServerOptionsOutcome.Accepted(new ServerOptions(addresses, certificate, telemetry));
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return new ServerOptionsOutcome.Refused($"--certificate: {certificateFile}: {error.Message}");
        }
    }

    private static ListenAddress? ReadAddress(string url)
    {
        // "+" and "*" are the usual spellings of every interface; Uri knows neither.
        var text = url.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.PathAndQuery != "/"
            || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0
        )
        {
            return null;
        }
        var host = uri.DnsSafeHost;
        var address =
            host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var parsed) ? parsed
            : null;
        // A host name says nothing about the interface it means, so it stands for all of them, as in Kestrel.
        return new ListenAddress(url, host, address, uri.Port, uri.Scheme == "https");
    }

    private static X509Certificate2 LoadCertificate(string file, string? keyFile, string? password)
    {
        if (Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12")
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        var key = keyFile ?? file;
        return password is null
            ? X509Certificate2.CreateFromPemFile(file, key)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
    }
}
