using System.CommandLine;
using Sunqar.Server.Gateways;

namespace Sunqar.Cli.Verbs;

/// <summary>What <c>sunqar serve</c> is told of the blocklist's zone: who gets it, and what it answers.</summary>
internal sealed class ZoneArguments
{
    private readonly Option<string?> _address = new("--rpz")
    {
        Description = "ADDRESS: give the blocklist's zone to resolvers by zone transfer (docs/blocking.md).",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _name = new("--rpz-zone") { Description = "The zone's name; rpz.sunqar where not given." };

    private readonly Option<string?> _notice = new("--rpz-notice")
    {
        Description = "Host that shows a notice, where blocked names lead; NXDOMAIN where not given.",
    };

    private readonly Option<string?> _key = new("--rpz-key")
    {
        Description = "Key that transfers are signed with, as tsig-keygen writes it; needed beyond loopback.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _notify = new("--rpz-notify")
    {
        Description = "Secondary that is told of changes; may be repeated.",
        HelpName = "ADDRESS",
    };

    public IEnumerable<Option> All => [_address, _name, _notice, _key, _notify];

    public ZoneOptionsOutcome Read(ParseResult parsed) =>
        ZoneOptions.Read(
            parsed.GetValue(_address),
            parsed.GetValue(_name),
            parsed.GetValue(_notice),
            parsed.GetValue(_key),
            parsed.GetValue(_notify) ?? []
        );
}
