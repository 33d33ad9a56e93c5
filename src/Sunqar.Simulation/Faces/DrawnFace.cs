using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Faces;

/// <summary>
/// A picture of a face that nobody has: skin, hair, eyes, brows, nose and mouth as soft ellipses, in proportions of one face that its
/// pictures share. A detector finds it; how well real faces are told apart it does not show. Integers and square roots alone: the same on
/// every machine.
/// </summary>
public static class DrawnFace
{
    /// <summary>Pixels of each side.</summary>
    public const int Side = 320;

    private readonly record struct Colour(int Red, int Green, int Blue);

    /// <summary>Soft: full within, gone at the rim.</summary>
    private readonly record struct Ellipse(double X, double Y, double Across, double Down, double Softness, Colour Colour);

    /// <summary>Red, green, blue of each pixel, row by row.</summary>
    /// <param name="face">Any number; one number, one face.</param>
    /// <param name="picture">Any number; moves the face and changes its light.</param>
    public static byte[] Of(ulong seed, long face, int picture)
    {
        var shapes = Shapes(seed, face);
        var dice = Dice.Named(seed ^ Dice.Mix((ulong)picture + 1), "picture of a drawn face", face);
        var (right, down) = (dice.Between(-14, 14), dice.Between(-10, 10));
        var (light, slope, size) = (dice.Between(88, 108), dice.Between(-25, 25), dice.Between(92, 106) / 100.0);
        var rgb = new byte[3 * Side * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                double u = (x + 0.5 - Side / 2.0 - right) / size,
                    v = (y + 0.5 - Side / 2.0 - down) / size;
                var (red, green, blue) = (205 - y / 8.0, 210 - y / 8.0, 214 - y / 8.0);
                foreach (var shape in shapes)
                {
                    double across = (u - shape.X) / shape.Across,
                        along = (v - shape.Y) / shape.Down;
                    var within = Math.Clamp((1 - Math.Sqrt(across * across + along * along)) / shape.Softness, 0, 1);
                    red += within * (shape.Colour.Red - red);
                    green += within * (shape.Colour.Green - green);
                    blue += within * (shape.Colour.Blue - blue);
                }
                var lit = (light + slope * u / Side) / 100 * (1 + dice.Between(-20, 20) / 1000.0);
                var at = 3 * (y * Side + x);
                rgb[at] = (byte)Math.Clamp(red * lit, 0, 255);
                rgb[at + 1] = (byte)Math.Clamp(green * lit, 0, 255);
                rgb[at + 2] = (byte)Math.Clamp(blue * lit, 0, 255);
            }
        }
        return rgb;
    }

    /// <summary>From the back to the front.</summary>
    private static List<Ellipse> Shapes(ulong seed, long face)
    {
        var dice = Dice.Named(seed, "drawn face", face);
        var skin = Mix(new Colour(236, 196, 168), new Colour(150, 104, 76), dice.Below(100));
        var hair = Mix(new Colour(30, 24, 22), new Colour(140, 100, 60), dice.Below(100));
        var shade = Scaled(skin, 78);
        double width = dice.Between(66, 78),
            height = dice.Between(88, 100),
            eyes = dice.Between(27, 34),
            eyeWidth = dice.Between(13, 17),
            eyeHeight = dice.Between(6, 9),
            brows = dice.Between(15, 21),
            nose = dice.Between(11, 16),
            mouthAt = dice.Between(44, 52),
            mouth = dice.Between(22, 31);
        var iris = Mix(new Colour(40, 26, 20), new Colour(80, 110, 130), dice.Below(100));
        var shapes = new List<Ellipse>
        {
            new(0, -18, width + 14, height + 8, 0.1, hair),
            new(0, 150, 110, 60, 0.1, Mix(new Colour(60, 70, 110), new Colour(150, 60, 60), dice.Below(100))),
            new(0, 92, 34, 50, 0.2, shade),
            new(-width, 4, 10, 20, 0.3, shade),
            new(width, 4, 10, 20, 0.3, shade),
            new(0, 8, width, height, 0.08, shade),
            new(0, 6, width - 2, height - 4, 0.45, skin),
            new(-34, 30, 26, 24, 1, Scaled(skin, 106)),
            new(34, 30, 26, 24, 1, Scaled(skin, 106)),
            new(0, -86, width - 4, 26, 0.5, hair),
        };
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            shapes.AddRange([
                new(side * eyes, -10, eyeWidth + 9, eyeHeight + 12, 1, Scaled(skin, 68)),
                new(side * eyes, -8, eyeWidth, eyeHeight, 0.3, new Colour(238, 234, 230)),
                new(side * eyes, -8, eyeHeight, eyeHeight, 0.3, iris),
                new(side * eyes, -8, eyeHeight / 2, eyeHeight / 2, 0.4, new Colour(14, 12, 12)),
                new(side * eyes, -8 - eyeHeight, eyeWidth + 2, 3, 0.6, Scaled(skin, 35)),
                new(side * eyes, -10 - brows, eyeWidth + 6, 4.5, 0.6, Scaled(hair, 90)),
                new(side * nose * 0.7, 25, 5, 4, 0.8, Scaled(skin, 45)),
            ]);
        }
        shapes.AddRange([
            new(0, 6, 6, 26, 1, Scaled(skin, 110)),
            new(0, 24, nose, 8, 1, Scaled(skin, 80)),
            new(0, 20, 9, 9, 1, Scaled(skin, 112)),
            new(0, mouthAt, mouth, 10, 0.5, new Colour(178, 88, 84)),
            new(0, mouthAt - 1, mouth - 2, 2.5, 0.6, new Colour(96, 40, 40)),
            new(0, mouthAt + 15, mouth * 0.7, 5, 1, Scaled(skin, 80)),
        ]);
        return shapes;
    }

    private static Colour Mix(Colour one, Colour other, int share) =>
        new(
            one.Red + (other.Red - one.Red) * share / 100,
            one.Green + (other.Green - one.Green) * share / 100,
            one.Blue + (other.Blue - one.Blue) * share / 100
        );

    private static Colour Scaled(Colour colour, int share) =>
        new(Math.Min(255, colour.Red * share / 100), Math.Min(255, colour.Green * share / 100), Math.Min(255, colour.Blue * share / 100));
}
