using System.Net;
using Sunqar.Formats.Dns;

namespace Sunqar.Server.Gateways;

/// <summary>What came of reading the zone gateway's options.</summary>
public abstract record ZoneOptionsOutcome
{
    private ZoneOptionsOutcome() { }

    public sealed record Accepted(ZoneOptions Options) : ZoneOptionsOutcome;

    public sealed record Refused(string Reason) : ZoneOptionsOutcome;
}

/// <summary>Where the hidden primary of the blocklist's zone listens, who may transfer it, and who is told of changes.</summary>
/// <param name="Address">Null for no gateway.</param>
/// <param name="Origin">The zone's name.</param>
/// <param name="NoticeHost">Where blocked names lead; null for NXDOMAIN.</param>
/// <param name="Key">Without it only this machine may ask.</param>
/// <param name="Notify">Secondaries that are told when the zone changes.</param>
public sealed record ZoneOptions(IPEndPoint? Address, string Origin, string? NoticeHost, TsigKey? Key, IReadOnlyList<IPEndPoint> Notify)
{
    public static ZoneOptions None { get; } = new(null, Work.Blocking.ZonePublisher.DefaultOrigin, null, null, []);

    /// <summary>Reads <c>--rpz ADDRESS</c>, <c>--rpz-zone NAME</c>, <c>--rpz-notice HOST</c>, <c>--rpz-key FILE</c> and <c>--rpz-notify
    /// ADDRESS</c>.</summary>
    public static ZoneOptionsOutcome Read(string? address, string? zone, string? notice, string? keyFile, IReadOnlyList<string> notify)
    {
        var options = None;
        if (zone is not null)
        {
            if (!Core.Blocking.DomainName.TryParse(zone, out var name, out var why))
                return new ZoneOptionsOutcome.Refused($"--rpz-zone: '{zone}': {why}");
            if (name.Ascii.Length > Core.Blocking.BlockOrders.ZoneLengthMax)
            {
                return new ZoneOptionsOutcome.Refused(
                    $"--rpz-zone: '{zone}': a zone's name has at most {Core.Blocking.BlockOrders.ZoneLengthMax} characters"
                );
            }
            options = options with { Origin = name.Ascii };
        }
        if (notice is not null)
        {
            if (!Core.Blocking.DomainName.TryParse(notice, out var name, out var why))
                return new ZoneOptionsOutcome.Refused($"--rpz-notice: '{notice}': {why}");
            options = options with { NoticeHost = name.Ascii };
        }
        try
        {
            if (keyFile is not null)
                options = options with { Key = TsigKey.Read(File.ReadAllText(keyFile)) };
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new ZoneOptionsOutcome.Refused($"--rpz-key: {keyFile}: {error.Message}");
        }
        if (address is null)
            return new ZoneOptionsOutcome.Accepted(options);
        if (!IPEndPoint.TryParse(address, out var endPoint))
            return new ZoneOptionsOutcome.Refused($"--rpz: '{address}' is no address; expected e.g. 127.0.0.1:5353");
        if (!IPAddress.IsLoopback(endPoint.Address) && options.Key is null)
        {
            return new ZoneOptionsOutcome.Refused(
                $"--rpz: '{address}' reaches beyond this machine; give --rpz-key FILE (tsig-keygen), or a loopback address"
            );
        }
        var told = new List<IPEndPoint>();
        foreach (var text in notify)
        {
            if (!IPEndPoint.TryParse(text, out var secondary))
                return new ZoneOptionsOutcome.Refused($"--rpz-notify: '{text}' is no address; expected e.g. 10.0.0.2:53");
            told.Add(secondary);
        }
        return new ZoneOptionsOutcome.Accepted(options with { Address = endPoint, Notify = told });
    }
}
