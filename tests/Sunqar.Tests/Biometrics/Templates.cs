using Sunqar.Core.Biometrics;

namespace Sunqar.Tests.Biometrics;

/// <summary>Templates made by chance, and changed as a second print of the same finger changes one.</summary>
internal static class Templates
{
    /// <summary>Minutiae anywhere on a finger of 500 pixels an inch, none nearer to another than a ridge.</summary>
    public static FingerTemplate Random(Random random, int count)
    {
        var minutiae = new List<Minutia>();
        while (minutiae.Count < count)
        {
            int x = random.Next(60, 340),
                y = random.Next(60, 440);
            if (minutiae.Any(other => (other.X - x) * (other.X - x) + (other.Y - y) * (other.Y - y) < 144))
                continue;
            minutiae.Add(new Minutia((MinutiaType)random.Next(3), x, y, (byte)random.Next(256), (byte)random.Next(101)));
        }
        return new FingerTemplate(400, 500, 197, 197, (FingerPosition)random.Next(11), 0, (byte)random.Next(101), minutiae);
    }

    /// <summary>Turned about the middle, counterclockwise, and shifted; the image grows so that nothing falls out.</summary>
    public static FingerTemplate Moved(FingerTemplate template, int turn, int across, int down)
    {
        var (sine, cosine) = Math.SinCos(turn * Math.PI / 128);
        const int Room = 600;
        return template with
        {
            Width = 2 * Room + template.Width,
            Height = 2 * Room + template.Height,
            Minutiae =
            [
                .. template.Minutiae.Select(minutia =>
                {
                    double x = minutia.X - template.Width / 2.0,
                        y = minutia.Y - template.Height / 2.0;
                    return minutia with
                    {
                        X = (int)Math.Round(Room + template.Width / 2.0 + across + x * cosine + y * sine),
                        Y = (int)Math.Round(Room + template.Height / 2.0 + down - x * sine + y * cosine),
                        Angle = unchecked((byte)(minutia.Angle + turn)),
                    };
                }),
            ],
        };
    }

    /// <summary>The score of two templates, which must be comparable.</summary>
    public static double Score(FingerTemplate one, FingerTemplate other) =>
        FingerMatcher.Compare(MinutiaCylinders.Of(one), MinutiaCylinders.Of(other)) is FingerComparison.Compared compared
            ? compared.Score
            : throw new InvalidOperationException("not comparable");
}
