using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Core.Times;
using Sunqar.Formats.Footage;
using Sunqar.Simulation;
using Sunqar.Work.Summaries;

namespace Sunqar.Rehearsal;

/// <summary>
/// The footage of a simulated country's banks without a picture: manifests of recordings of four hours, each of one leaf that is made from
/// its name, and receipts. Of five banks one deletes early, one loses a camera, one commits late, one loses a twentieth and says nothing,
/// by the order of their codes.
/// </summary>
internal static class SimulatedFootage
{
    public const string DeletesEarly = "deletes early",
        LosesACamera = "loses a camera",
        CommitsLate = "commits late",
        LostInSilence = "lost in silence";

    private const long HourUs = 3_600_000_000L,
        RecordingUs = 14_400_000_000L;

    private const int LeafBytes = 1_000,
        LostOneIn = 20;

    private static readonly string[] Conducts = [FootageResult.Honest, DeletesEarly, LosesACamera, CommitsLate, LostInSilence];

    /// <summary>Writes <c>BANK.ndjson</c>, <c>BANK.receipts.csv</c> and <c>banks.csv</c>, the truth.</summary>
    public static void Write(string folder, Country country)
    {
        Directory.CreateDirectory(folder);
        var byBank = country
            .Atms.Where(atm => atm.Country is null)
            .GroupBy(atm => atm.Bank)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        using var truth = new StreamWriter(Path.Combine(folder, "banks.csv"));
        truth.WriteLine("bank,conduct");
        foreach (var (n, bank) in byBank.Index())
        {
            var conduct = Conducts[n % Conducts.Length];
            truth.WriteLine($"{bank.Key},{conduct}");
            Write(folder, bank.Key, conduct, [.. bank.Select(atm => atm.Id).Order(StringComparer.Ordinal)], country.Options);
        }
    }

    /// <summary>The one leaf of a recording's ciphertext.</summary>
    public static byte[] Leaf(string name)
    {
        var bytes = new byte[LeafBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, SHA256.HashData(Encoding.UTF8.GetBytes(name)), bytes, []);
        return bytes;
    }

    /// <summary>Whether a bank that loses in silence still has a recording.</summary>
    public static bool IsKept(string conduct, string name) =>
        conduct != LostInSilence
        || BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("lost " + name))) % LostOneIn != 0;

    private static void Write(string folder, string bank, string conduct, IReadOnlyList<string> terminals, CountryOptions options)
    {
        using var manifest = new ManifestMaker(Path.Combine(folder, bank + ".ndjson"), bank);
        using var receipts = new StreamWriter(Path.Combine(folder, bank + ".receipts.csv"));
        receipts.WriteLine("size,received");
        var ill = terminals[(int)(options.Seed % (ulong)terminals.Count)];
        for (var day = 0; day < options.Days; day++)
        {
            var startUs = LocalTime.Kazakhstan.StartUs(options.Start.AddDays(day));
            var isIll = day >= options.Days / 3 && day < options.Days * 2 / 3 + 1;
            foreach (var terminal in terminals)
            {
                if (conduct == LosesACamera && terminal == ill && isIll)
                    continue;
                for (var part = 0; part < 6; part++)
                    manifest.Record(terminal, startUs + part * RecordingUs, RecordingUs);
            }
            if (conduct == DeletesEarly && day == options.Days - 1)
                manifest.DeleteFirst(startUs + 25 * HourUs);
            // The night after; who is late signs on the second evening.
            var signedUs = startUs + (conduct == CommitsLate && isIll ? 47 : 25) * HourUs;
            var size = manifest.Sign(signedUs);
            receipts.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size},{ManifestLines.Time(signedUs)}"));
        }
    }

    /// <summary>Writes a bank's manifest as a bank does.</summary>
    private sealed class ManifestMaker : IDisposable
    {
        private readonly FileStream _file;
        private readonly MerkleFrontier _tree = new();
        private readonly Dictionary<string, byte[]> _last = new(StringComparer.Ordinal);
        private readonly LogSigner _signer;
        private (SegmentKey Key, byte[] Root)? _first;

        public ManifestMaker(string path, string bank)
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            _signer = LogSigner.Create(SHA256.HashData(Encoding.UTF8.GetBytes("footage of " + bank)), "footage");
            Leaf(ManifestLines.Opening(_signer.Key, FootageTerms.DaysMin));
        }

        public void Record(string terminal, long startUs, long lengthUs)
        {
            var key = new SegmentKey(terminal, "", startUs);
            var root = new byte[MerkleTree.HashBytes];
            MerkleTree.LeafHash(SimulatedFootage.Leaf(SegmentName.Of(key)), root);
            _first ??= (key, root);
            var previous = _last.GetValueOrDefault(terminal) ?? new byte[MerkleTree.HashBytes];
            var look = new PictureLook([], [], []);
            _last[terminal] = Leaf(
                ManifestLines.Of(
                    new Segment(terminal, "", startUs, startUs + lengthUs, 0, "h264", 1280, 720, LeafBytes, root, previous, look)
                )
            );
        }

        public void DeleteFirst(long atUs) => Leaf(ManifestLines.Of(new Deletion(_first!.Value.Key, _first.Value.Root, atUs, "disk full")));

        /// <returns>Lines under the head.</returns>
        public long Sign(long atUs)
        {
            var root = new byte[MerkleTree.HashBytes];
            _tree.Root(root);
            Line(ManifestLines.Of(_signer.Sign(_tree.Size, root, atUs)));
            return _tree.Size;
        }

        private byte[] Leaf(byte[] line)
        {
            var hash = new byte[MerkleTree.HashBytes];
            MerkleTree.LeafHash(line, hash);
            _tree.Append(hash);
            Line(line);
            return hash;
        }

        private void Line(byte[] line)
        {
            _file.Write(line);
            _file.WriteByte((byte)'\n');
        }

        public void Dispose() => _file.Dispose();
    }
}
