using System.Globalization;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Reports;

/// <summary>Puts a case's file together from the journal: what reports about it are written from. People stand in it under the case's own
/// pseudonyms.</summary>
public static partial class CaseFileJob
{
    /// <param name="state">The rooms' folds; null to fold them from the journal, where no desk is open on it.</param>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <returns>Null where there is no such case.</returns>
    public static CaseFile? Of(DataFolder folder, string caseId, long nowUs, ActState? state = null)
    {
        var rooms = state ?? Fold(folder.Journal);
        return rooms.Of<CaseBook>().Find(caseId) is { } one ? new Assembly(folder, one, rooms, nowUs).File() : null;
    }

    private static ActState Fold(IJournal journal)
    {
        var state = new ActState(ActFolds.Fresh());
        foreach (var recorded in journal.Read(Streams.Cases))
            state.Apply(recorded.Fact);
        foreach (var act in journal.Read<Act>(Streams.Acts))
            state.Apply(act);
        return state;
    }

    /// <summary>One case on its way into a file.</summary>
    private sealed class Assembly(DataFolder folder, Case one, ActState rooms, long nowUs)
    {
        private readonly Pseudonyms _pseudonyms = new PseudonymKey(folder.Keys).In(one.Id);
        private readonly Lookups _lookups = Lookups.Of(folder.Journal);
        private IReadOnlyDictionary<SubjectId, string> _names = new Dictionary<SubjectId, string>();

        public CaseFile File()
        {
            var network = one.NetworkId is { } id ? rooms.Of<CaseBook>().Network(id) : null;
            var findings = one
                .Sources.Where(source => source.Kind == SourceKind.Finding)
                .Select(source => source.Id)
                .Concat(network?.Findings ?? [])
                .ToHashSet(StringComparer.Ordinal);
            var transfers = folder
                .Journal.Read<FindingMade>(Streams.Cases)
                .Where(made => findings.Contains(made.Finding.Id))
                .SelectMany(made => made.Finding.Transfers);
            var operations = CaseOperations.Of(folder.Journal, transfers, _lookups.Rates);
            var all = operations.All();
            var ids = one.Members.Keys.Concat(all.SelectMany(operation => new[] { operation.From, operation.To })).Distinct().ToList();
            _names = _pseudonyms.Of(ids.Select(Subject).Where(subject => !subject.IsNone));
            // A site may be a member too: then it is known for what it is.
            var parties = Places(operations)
                .Concat(ids.Select(id => Party(id, operations)))
                .DistinctBy(party => party.Id)
                .OrderByDescending(party => party.IsMember)
                .ThenBy(party => party.Role, StringComparer.Ordinal)
                .ThenBy(party => party.Pseudonym, StringComparer.Ordinal)
                .ToList();
            var measures = rooms
                .Of<MeasureBook>()
                .OfCase(one.Id)
                .OrderBy(measure => measure.RequestedUs)
                .ThenBy(measure => measure.Id, StringComparer.Ordinal)
                .Select(Measure)
                .ToList();
            return new CaseFile(
                one.Id,
                one.Kind,
                Masked(one.Title),
                one.Outcome is { } outcome ? $"closed: {outcome}" : CaseWords.Of(one.Status),
                one.OpenedUs,
                one.IsOpen ? null : one.Timeline[^1].AtUs,
                nowUs,
                "Law on countering the legalisation of proceeds of crime and the financing of terrorism",
                one.TurnoverKztMicro,
                one.TurnoverUsdMicro,
                network?.Story ?? [],
                parties,
                all,
                network?.Flow ?? [],
                [.. one.Evidence.Select(Piece)],
                measures,
                [
                    .. rooms
                        .Of<AssetLedger>()
                        .MovementsOf(one.Id)
                        .Select(moved => moved with { Asset = Masked(moved.Asset), Document = Masked(moved.Document) }),
                ],
                [
                    .. one.Timeline.Select(entry => new ReportedEntry(
                        entry.AtUs,
                        Masked(entry.Text),
                        entry.Author == Actor.House.Id ? null : entry.Author
                    )),
                ]
            );
        }

        private ReportedParty Party(string id, CaseOperations operations)
        {
            var subject = Subject(id);
            var known = operations.Ends.TryGetValue(id, out var end);
            var kind =
                known ? end.Kind
                : subject.IsNone ? CaseOperations.KindOf(id)
                : PartyKind.Account;
            return new ReportedParty(
                id,
                kind,
                one.Members.GetValueOrDefault(id, ""),
                subject.IsNone ? id : _names[subject],
                end.Institution
            );
        }

        /// <summary>Sites and accounts of messengers that the register gives to a member's wallet, unless their owner is licensed; and
        /// domains that measures are about.</summary>
        private IEnumerable<ReportedParty> Places(CaseOperations operations)
        {
            var wallets = one
                .Members.Keys.Where(id => operations.Ends.TryGetValue(id, out var end) ? end.Kind == PartyKind.Wallet : Subject(id).IsNone)
                .ToHashSet(StringComparer.Ordinal);
            var listings = _lookups
                .Registry.Snapshot.AllListings.Where(listing =>
                    listing.Status != Core.Registry.PlatformListing.Licensed
                    && listing.Wallets.Any(wallet => wallets.Contains(wallet.Address))
                )
                .ToList();
            var blocked = rooms
                .Of<MeasureBook>()
                .OfCase(one.Id)
                .Where(measure => measure.Request.Target.Kind == TargetKind.Domain)
                .Select(measure => measure.Request.Target.Id);
            return listings
                .SelectMany(listing => listing.Domains)
                .Concat(blocked)
                .Distinct()
                .Where(domain => !one.Members.ContainsKey(domain))
                .Select(domain => new ReportedParty(domain, PartyKind.Site, "site", domain))
                .Concat(
                    listings
                        .SelectMany(listing => listing.Telegram)
                        .Distinct()
                        .Select(handle => new ReportedParty(handle, PartyKind.Handle, "messenger_account", handle))
                );
        }

        private ReportedMeasure Measure(Measure measure) =>
            new(
                measure.Id,
                measure.Kind.Name,
                Masked(measure.Request.Target.Id),
                measure.StatusAt(nowUs).ToString().ToLowerInvariant(),
                measure.RequestedUs,
                measure.Basis,
                [
                    $"{When(measure.RequestedUs)} requested by {measure.RequestedBy}: {Masked(measure.Request.Reason)}",
                    .. measure.Steps.Select(step =>
                        $"{When(step.AtUs)} {step.Step.ToString().ToLowerInvariant()} by "
                        + $"{step.Author}: {Masked(step.Reason)} {Masked(step.Reference)}".TrimEnd()
                    ),
                ]
            );

        private ReportedEvidence Piece(Evidence piece) =>
            new(
                piece.Id,
                Masked(piece.Title),
                piece.Sha256,
                piece.Custody[0].AtUs,
                [.. piece.Custody.Select(link => $"{When(link.AtUs)} {Masked(link.From)} → {Masked(link.To)}: {Masked(link.Purpose)}")]
            );

        /// <summary>A subject that a text names by its number gets the name that it has in this file.</summary>
        private string Masked(string text) =>
            SubjectPattern()
                .Replace(
                    text,
                    match =>
                        Subject(match.Value) is { IsNone: false } subject
                            ? _names.GetValueOrDefault(subject) ?? _pseudonyms.Of(subject)
                            : match.Value
                );
    }

    private static SubjectId Subject(string id) =>
        id.Length == 16 && ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new SubjectId(number)
            : default;

    private static string When(long us) =>
        DateTime.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9a-f]{16}(?![0-9A-Za-z])")]
    private static partial Regex SubjectPattern();
}
