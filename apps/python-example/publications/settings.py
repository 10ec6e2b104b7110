"""The settings, from the environment."""

import dataclasses
import os


@dataclasses.dataclass(frozen=True)
class Settings:
    data_storage: str = 'sqlite'  # or noop
    cache: str = ''  # the file that gantry-cache made; '' is gantry's setting
    allowed_origin: str = '*'
    blob_storage_bucket: str = '/images'  # the prefix of img_uri
    images: str = ''  # the folder of images; '' is beside the cache
    images_program: str = 'gantry-cache'
    token: str = ''  # what POST /images requires; '' disables it

    @classmethod
    def of_environment(cls):
        return cls(**{field.name: os.environ[field.name.upper()]
                      for field in dataclasses.fields(cls)
                      if field.name.upper() in os.environ})

    @property
    def image_folder(self):
        return self.images or os.path.join(os.path.dirname(self.cache),
                                           'images')
