using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>
/// Delegations of energy on TRON (its contract <c>DelegateResourceContract</c>) as a table:
/// <c>time,owner_address,receiver_address</c> and, where there is one, <c>resource</c> (docs/formats.md). Rows of bandwidth are no
/// transfers' price and are left out.
/// </summary>
internal sealed class EnergyTable : ListFormat
{
    private static readonly string[] Needed = ["time", "owner_address", "receiver_address"];

    public override string Name => "energy";

    public override bool Knows(ReadOnlySpan<byte> head) => CsvTable.HeaderOf(head) is { } header && header.HasAll(Needed);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var table = new TableReading(CsvDialect.Open(stream), reading.File, reading.BadRows, reading.BytesRead);
        if (!table.TryHeader(out var header, out var why))
            return why;
        if (!header.HasAll(Needed))
            return CsvTable.Lacks(reading.File, header, Needed);
        if (header.Repeated(header.Names) is { } twice)
            return new(reading.File, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
        var rows = new Rows(header, reading.LatestUs);
        if (table.Rows(header, rows.Read) is { } bad)
            return bad;
        reading.Skipped = table.Skipped;
        reading.TakeRuns(
            rows.Delegations,
            one => ListReading.Bytes(one.Payer, one.Receiver) + 8,
            run => new EnergyDelegated(Path.GetFileName(reading.File), run)
        );
        return null;
    }

    private sealed class Rows(CsvHeader header, long latestUs)
    {
        private readonly int _time = header.IndexOf("time"),
            _owner = header.IndexOf("owner_address"),
            _receiver = header.IndexOf("receiver_address"),
            _resource = header.IndexOf("resource");

        public List<EnergyDelegation> Delegations { get; } = [];

        public FieldFault? Read(CsvRows row)
        {
            if ((Address(row, _owner) ?? Address(row, _receiver)) is { } noAddress)
                return noAddress;
            if (!TextTime.TryParseIso(row[_time], out var timeUs))
                return FieldFault.Of(row, _time, "an ISO 8601 time with its offset");
            if (timeUs > latestUs)
                return new(_time, $"{Text(row, _time)} is yet to come", "a time that has come");
            var resource = _resource < 0 ? "ENERGY" : Text(row, _resource).ToUpperInvariant();
            if (resource is not ("ENERGY" or "BANDWIDTH"))
                return FieldFault.Of(row, _resource, "ENERGY or BANDWIDTH");
            // TRON's own interfaces write addresses in hexadecimal too: one payer is one in either spelling.
            var (owner, receiver) = (Chains.Spelling(Text(row, _owner)), Chains.Spelling(Text(row, _receiver)));
            // Whoever pays for himself says nothing.
            if (resource == "ENERGY" && owner != receiver)
                Delegations.Add(new EnergyDelegation(owner, receiver, timeUs));
            return null;
        }

        private static FieldFault? Address(CsvRows row, int field) =>
            Chains.Fault("tron", Text(row, field)) is { } fault
                ? new FieldFault(field, $"no address on tron: {fault}", "an address of TRON, beginning with T")
                : null;

        private static string Text(CsvRows row, int field) => Encoding.UTF8.GetString(row[field]).Trim();
    }
}
