using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Formats.Payments;

namespace Sunqar.Server.Gateways;

/// <summary>One bank's listener.</summary>
/// <param name="Institution">Whose payments come here.</param>
/// <param name="Number">What field 32 may be beside the institution's name; null for none.</param>
/// <param name="Clients">Certificates that may connect, or that issued those that may; null for plain TCP, which stays on loopback.</param>
public sealed record Iso8583Address(string Institution, string? Number, IPEndPoint EndPoint, X509Certificate2Collection? Clients);

/// <summary>What came of reading the gateway's options.</summary>
public abstract record Iso8583OptionsOutcome
{
    private Iso8583OptionsOutcome() { }

    public sealed record Accepted(IReadOnlyList<Iso8583Address> Addresses) : Iso8583OptionsOutcome;

    public sealed record Refused(string Reason) : Iso8583OptionsOutcome;
}

/// <summary>Reads <c>--iso8583 INSTITUTION[/NUMBER]=ADDRESS</c> and <c>--iso8583-clients INSTITUTION=FILE</c>. Beyond loopback there is no
/// listener without mutual TLS.</summary>
public static class Iso8583Options
{
    private const int Field32Max = 11;

    /// <param name="certificate">The server's own certificate; null for none.</param>
    public static Iso8583OptionsOutcome Read(
        IReadOnlyList<string> listeners,
        IReadOnlyList<string> clientFiles,
        X509Certificate2? certificate
    )
    {
        var clients = new Dictionary<string, X509Certificate2Collection>();
        foreach (var text in clientFiles)
        {
            if (ReadClients(text, clients) is { } refused)
                return new Iso8583OptionsOutcome.Refused(refused);
        }
        var addresses = new List<Iso8583Address>();
        foreach (var text in listeners)
        {
            if (ReadListener(text, clients, certificate, out var address) is { } refused)
                return new Iso8583OptionsOutcome.Refused(refused);
            if (addresses.Any(other => other.Institution == address!.Institution))
            {
                return new Iso8583OptionsOutcome.Refused(
                    $"--iso8583: {address!.Institution} is given twice; one listener for each institution"
                );
            }
            addresses.Add(address!);
        }
        var unused = clients.Keys.FirstOrDefault(institution => addresses.All(address => address.Institution != institution));
        return unused is null
            ? new Iso8583OptionsOutcome.Accepted(addresses)
            : new Iso8583OptionsOutcome.Refused($"--iso8583-clients: {unused} has no listener; give --iso8583 {unused}=ADDRESS too");
    }

    private static string? ReadListener(
        string text,
        Dictionary<string, X509Certificate2Collection> clients,
        X509Certificate2? certificate,
        out Iso8583Address? address
    )
    {
        address = null;
        const string Expected =
            "expected INSTITUTION=ADDRESS such as CASPKZKA=127.0.0.1:8583, or "
            + "CASPKZKA/600020=127.0.0.1:8583 where field 32 carries a number";
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return $"--iso8583: '{text}' is no listener; {Expected}";
        var slash = text.AsSpan(0, equals).IndexOf('/');
        var institution = text[..(slash < 0 ? equals : slash)];
        var number = slash < 0 ? null : text[(slash + 1)..equals];
        var isNumber = number is null || (number.Length is > 0 and <= Field32Max && !number.AsSpan().ContainsAnyExceptInRange('0', '9'));
        if (!PaymentLimits.Institution.Admits(institution) || !isNumber || ReadEndPoint(text[(equals + 1)..]) is not { } endPoint)
        {
            return $"--iso8583: '{text}' is no listener; {Expected}";
        }
        if (number is null && (institution.Length > Field32Max || institution.AsSpan().ContainsAny("._-")))
        {
            return $"--iso8583: field 32 cannot hold '{institution}'; give the number that it carries: {institution}/NUMBER=ADDRESS";
        }
        var trusted = clients.GetValueOrDefault(institution);
        if (trusted is null && !IPAddress.IsLoopback(endPoint.Address))
        {
            return $"--iso8583: '{text}' reaches beyond this machine without mutual TLS; give "
                + $"--certificate FILE and --iso8583-clients {institution}=FILE, or a loopback address";
        }
        if (trusted is not null && certificate is null)
            return "--iso8583-clients: TLS needs the server's own certificate too; give --certificate FILE";
        address = new Iso8583Address(institution, number, endPoint, trusted);
        return null;
    }

    private static IPEndPoint? ReadEndPoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port))
            return null;
        var host = text[..colon];
        var address =
            host == "localhost" ? IPAddress.Loopback
            : host is "*" or "+" ? IPAddress.IPv6Any
            : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed
            : null;
        return address is null ? null : new IPEndPoint(address, port);
    }

    private static string? ReadClients(string text, Dictionary<string, X509Certificate2Collection> clients)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            return $"--iso8583-clients: '{text}' names no file; expected INSTITUTION=FILE, a "
                + $"PEM file of certificates that may connect or that issued those that may";
        }
        var file = text[(equals + 1)..];
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"--iso8583-clients: {file}: {error.Message}";
        }
        if (certificates.Count == 0)
            return $"--iso8583-clients: {file}: there is no certificate in it";
        return clients.TryAdd(text[..equals], certificates)
            ? null
            : $"--iso8583-clients: {text[..equals]} is given twice; put its certificates in one file";
    }
}
