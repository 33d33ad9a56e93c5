using System.Security.Cryptography;
using Sunqar.Core.Acts;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Storage;
using Sunqar.Storage.Evidence;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Footage;

/// <summary>What came of asking a bank to show leaves.</summary>
/// <param name="Act">What the desk of acts said; null where nothing could be drawn.</param>
/// <param name="Why">Why nothing was drawn; empty where something was.</param>
public sealed record Asking(ActAnswer? Act, string Why);

/// <summary>
/// The agency's side of banks' footage: manifests are taken in and receipted, challenges drawn, answers checked, banks reviewed. Each of
/// these is an act, and so a leaf of the oversight log.
/// </summary>
public sealed class FootageOffice
{
    private readonly DataFolder _folder;
    private readonly ActDesk _desk;
    private readonly ManifestArchive _archive;
    private readonly EvidenceStore _challenges;

    public FootageOffice(DataFolder folder, ActDesk desk)
    {
        (_folder, _desk) = (folder, desk);
        _archive = new ManifestArchive(folder.Place);
        _challenges = new EvidenceStore(folder.Place, folder.Keys);
        Reviews = new FootageReviews(_archive);
    }

    /// <summary>What was last seen of each bank.</summary>
    public FootageReviews Reviews { get; }

    /// <summary>A bank as the acts have it; null where it never delivered anything and nothing of it is held.</summary>
    public BankFootage? Bank(string bank) => _desk.Read(state => state.Of<FootageRegister>().Find(bank));

    /// <summary>In one challenge that goes over the wire: some 30 MiB of answer.</summary>
    public const int LeavesMax = 5_000;

    /// <summary>Every bank, by its code.</summary>
    public IReadOnlyList<BankFootage> Banks => _desk.Read(state => state.Of<FootageRegister>().Banks.ToList());

    /// <summary>Takes in the next lines of a bank's manifest.</summary>
    /// <param name="bank">The bank, by its key.</param>
    /// <param name="from">Where in the manifest they begin, bytes.</param>
    /// <returns>What was read, and what the desk of acts said to it; null where it was not asked.</returns>
    public async Task<(Delivery Delivery, ActAnswer? Act)> TakeAsync(Actor bank, long from, Stream body, CancellationToken cancel)
    {
        ActAnswer? answer = null;
        var delivery = await _archive.TakeAsync(bank.Institution!, Bank(bank.Institution!), from, body, CommitAsync, cancel);
        return (delivery, answer);

        async Task<bool> CommitAsync(Delivery.Read read)
        {
            var root = Convert.ToHexStringLower(read.Head.Root.Span);
            answer = await _desk.DoAsync(
                new TakeFootageHead(
                    $"head:{read.Bytes}:{root[..32]}",
                    read.PublicKey,
                    read.Head.Size,
                    read.Head.Root,
                    read.Head.TimeUs,
                    read.Bytes
                ),
                bank
            );
            return answer.IsDone;
        }
    }

    /// <summary>Draws leaves at random from a bank's manifest and asks for them.</summary>
    /// <param name="isFinal">From recordings whose last day of keeping is today alone.</param>
    public async Task<Asking> AskAsync(string key, Actor who, string bank, int leaves, bool isFinal, CancellationToken cancel)
    {
        if (Bank(bank) is not { Head: { } head } known)
            return new Asking(null, "This bank has delivered no manifest.");
        var seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var nowUs = _desk.NowUs;
        bool IsWanted(Segment segment) => !isFinal || FootageTerms.IsLastDay(segment.EndUs, nowUs);
        var drawn = await _archive.ReadAsync(
            known,
            path => ChallengeJob.Draw(path, LogKey.Parse(known.Key), seed, leaves, IsWanted),
            cancel
        );
        switch (drawn)
        {
            case DrawOutcome.Drawn some:
                var id = _challenges.Put(ChallengeFile.Write(nowUs, some.Leaves));
                return new Asking(
                    await _desk.DoAsync(new ChallengeFootage(key, bank, id, head.Size, seed, some.Leaves.Count, isFinal), who),
                    ""
                );
            case DrawOutcome.Refused refused:
                return new Asking(null, refused.Why);
            case DrawOutcome.Broken broken:
                return new Asking(null, broken.Why);
            default:
                throw new InvalidOperationException("An outcome that this office does not know.");
        }
    }

    /// <summary>The bytes of a challenge to this bank; null where there is none.</summary>
    public byte[]? Challenge(string bank, string id) =>
        _desk.Read(state => state.Of<FootageRegister>().Challenge(id)?.Asked.Bank) == bank ? _challenges.Get(id) : null;

    /// <summary>Holds an answer against its challenge and records what came of it.</summary>
    /// <param name="answer">The answer's bytes; never kept.</param>
    /// <returns>Why it cannot be read, or what the desk of acts said.</returns>
    public async Task<(string? Why, ActAnswer? Act)> AnswerAsync(Actor bank, string id, Stream answer)
    {
        if (Challenge(bank.Institution!, id) is not { } bytes)
            return (null, await _desk.DoAsync(new AnswerFootage("answer:" + Short(id), id, 0, 0, 0), bank));
        var challenge = ((ChallengeReading.Read)ChallengeFile.Read(bytes, id)).Challenge;
        switch (AnswerFile.Check(answer, "answer", challenge))
        {
            case AnswerReading.Checked done:
                int Count(LeafVerdict verdict) => done.Verdicts.Count(one => one == verdict);
                var command = new AnswerFootage(
                    "answer:" + Short(id),
                    id,
                    Count(LeafVerdict.Good),
                    Count(LeafVerdict.Missing),
                    Count(LeafVerdict.Wrong)
                );
                return (null, await _desk.DoAsync(command, bank));
            case AnswerReading.OtherChallenge:
                return ("challenge: the answer is to another challenge", null);
            case AnswerReading.Refused refused:
                return (refused.Why.ToString(), null);
            default:
                throw new InvalidOperationException("A reading that this office does not know.");
        }
    }

    /// <summary>Reviews a bank now.</summary>
    public Task<BankReview> ReviewAsync(BankFootage bank, CancellationToken cancel) =>
        Reviews.ReviewAsync(bank, _folder.Journal, _desk.NowUs, cancel);

    private static string Short(string id) => id[..Math.Min(id.Length, 48)];
}
